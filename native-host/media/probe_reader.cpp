#include "media/probe_reader.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <map>
#include <set>
#include <utility>
#include <vector>

#include "media/time_limits.h"
#include "media/track_kinds.h"

namespace magnetar::media {
namespace {

using base::Error;
using base::ErrorCode;

using Fields = ProbeFields;

struct Sections {
  std::map<int, Fields> streams;
  std::map<int, Fields> chapters;
  Fields format;
};

/// ffprobe quotes strings and escapes with backslashes; numbers are bare.
std::string unquoted(std::string_view value) {
  if (value.size() < 2 || value.front() != '"' || value.back() != '"') return std::string(value);
  value = value.substr(1, value.size() - 2);
  std::string text;
  for (std::size_t at = 0; at < value.size(); ++at) {
    if (value[at] != '\\' || at + 1 == value.size()) {
      text.push_back(value[at]);
      continue;
    }
    const char escaped = value[++at];
    text.push_back(escaped == 'n' || escaped == 'r' ? ' ' : escaped);
  }
  return text;
}

template <class Number>
Number number(const Fields& fields, std::string_view key) {
  Number value{};
  const auto found = fields.find(key);
  if (found == fields.end()) return value;
  const auto& text = found->second;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc{} && end == text.data() + text.size() ? value : Number{};
}

double seconds(const Fields& fields, std::string_view key) {
  const auto value = number<double>(fields, key);
  return std::isfinite(value) && std::abs(value) <= kLongestSeconds ? value : 0;
}

/// Cut at a character of UTF-8.
std::string clean(std::string value) {
  if (value.size() > kMostText) {
    auto cut = kMostText;
    while (cut > 0 && (static_cast<unsigned char>(value[cut]) & 0xC0) == 0x80) --cut;
    value.resize(cut);
  }
  std::replace_if(
      value.begin(), value.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; },
      ' ');
  return value;
}

std::string text(const Fields& fields, std::string_view key) {
  const auto found = fields.find(key);
  return found == fields.end() ? std::string() : clean(found->second);
}

/// ffprobe writes "unknown" where it has not read far enough, as in fragmented MP4.
std::string known_name(const Fields& fields, std::string_view key) {
  auto name = text(fields, key);
  return name == "unknown" ? std::string() : name;
}

bool flag(const Fields& fields, std::string_view key) {
  return number<int>(fields, key) != 0;
}

/// "24000/1001"
double rate(const Fields& fields, std::string_view key) {
  const auto found = fields.find(key);
  if (found == fields.end()) return 0;
  const auto slash = found->second.find('/');
  if (slash == std::string::npos) return 0;
  const Fields parts{{"above", found->second.substr(0, slash)}, {"below", found->second.substr(slash + 1)}};
  const auto below = number<double>(parts, "below");
  const auto value = below > 0 ? number<double>(parts, "above") / below : 0;
  return std::isfinite(value) && value > 0 && value <= 1000 ? value : 0;
}

/// "yuv420p10le" has 10 bits; names without a number have 8.
int bit_depth(std::string_view pixel_format) {
  for (const auto& [ending, bits] :
       {std::pair{"p10", 10}, {"p010", 10}, {"p12", 12}, {"p14", 14}, {"p16", 16}}) {
    if (pixel_format.find(ending) != std::string_view::npos) return bits;
  }
  return pixel_format.starts_with("gray10") ? 10 : 8;
}

VideoTrack video_track(const Fields& fields) {
  VideoTrack track;
  track.index = number<int>(fields, "index");
  track.codec = text(fields, "codec_name");
  track.profile = known_name(fields, "profile");
  track.level = std::max(0, number<int>(fields, "level"));
  track.width = number<int>(fields, "width");
  track.height = number<int>(fields, "height");
  track.pixel_format = known_name(fields, "pix_fmt");
  track.bit_depth = bit_depth(track.pixel_format);
  // "High 10", "Main 10": of a track that begins far behind, only the parameters in its header are known.
  if (track.pixel_format.empty() && track.profile.ends_with(" 10")) track.bit_depth = 10;
  track.fps = rate(fields, "avg_frame_rate");
  track.reorders = number<int>(fields, "has_b_frames") > 0;
  const auto order = known_name(fields, "field_order");
  track.interlaced = !order.empty() && order != "progressive";
  const auto transfer = text(fields, "color_transfer");
  if (transfer == "smpte2084" || transfer == "arib-std-b67") track.transfer = transfer;
  return track;
}

/// From the track's dispositions; from its title where there are none.
AudioKind audio_kind(const Fields& fields, std::string_view title) {
  if (flag(fields, "disposition.visual_impaired") || flag(fields, "disposition.descriptions"))
    return AudioKind::descriptions;
  if (flag(fields, "disposition.comment")) return AudioKind::commentary;
  for (const auto* key :
       {"disposition.hearing_impaired", "disposition.clean_effects", "disposition.karaoke"}) {
    if (flag(fields, key)) return AudioKind::alternative;
  }
  return kind_by_title(title);
}

AudioTrack audio_track(const Fields& fields) {
  AudioTrack track;
  track.index = number<int>(fields, "index");
  track.codec = text(fields, "codec_name");
  track.profile = known_name(fields, "profile");
  track.channels = number<int>(fields, "channels");
  track.sample_rate = number<int>(fields, "sample_rate");
  track.language = text(fields, "tags.language");
  track.title = text(fields, "tags.title");
  track.is_default = flag(fields, "disposition.default");
  track.kind = audio_kind(fields, track.title);
  return track;
}

bool is_text(std::string_view codec) {
  constexpr std::array kTexts{"subrip", "srt", "ass", "ssa", "mov_text", "webvtt", "text"};
  return std::find(kTexts.begin(), kTexts.end(), codec) != kTexts.end();
}

SubtitleTrack subtitle_track(const Fields& fields) {
  SubtitleTrack track;
  track.index = number<int>(fields, "index");
  track.codec = text(fields, "codec_name");
  track.language = text(fields, "tags.language");
  track.title = text(fields, "tags.title");
  track.is_default = flag(fields, "disposition.default");
  track.forced = flag(fields, "disposition.forced");
  track.text = is_text(track.codec);
  return track;
}

/// "streams.stream.3.codec_name": section, number, field.
void take_numbered(std::map<int, Fields>& sections, int most, std::string_view rest, std::string value) {
  int index = -1;
  const auto [end, error] = std::from_chars(rest.data(), rest.data() + rest.size(), index);
  if (error != std::errc{} || index < 0 || index >= most) return;
  rest.remove_prefix(static_cast<std::size_t>(end - rest.data()));
  if (rest.starts_with('.')) sections[index].insert_or_assign(std::string(rest.substr(1)), std::move(value));
}

void take_line(Sections& sections, std::string_view line) {
  constexpr std::string_view kStream = "streams.stream.";
  constexpr std::string_view kChapter = "chapters.chapter.";
  constexpr std::string_view kFormat = "format.";
  const auto equals = line.find('=');
  if (equals == std::string_view::npos) return;
  const auto key = line.substr(0, equals);
  auto value = unquoted(line.substr(equals + 1));
  if (key.starts_with(kStream)) {
    take_numbered(sections.streams, kMostTracks, key.substr(kStream.size()), std::move(value));
  } else if (key.starts_with(kChapter)) {
    take_numbered(sections.chapters, kMostChapters, key.substr(kChapter.size()), std::move(value));
  } else if (key.starts_with(kFormat)) {
    sections.format.insert_or_assign(std::string(key.substr(kFormat.size())), std::move(value));
  }
}

Sections split(std::string_view output) {
  Sections sections;
  while (!output.empty()) {
    const auto end = std::min(output.find('\n'), output.size());
    take_line(sections, output.substr(0, end));
    output.remove_prefix(std::min(end + 1, output.size()));
  }
  return sections;
}

std::string container_name(const std::string& names) {
  auto first = names.substr(0, names.find(','));
  return first == "mov" ? "mp4" : first;
}

FilmIndex film_index(const Fields& fields) {
  const auto name = text(fields, "magnetar_index");
  if (name == "none") return FilmIndex::none;
  return name == "claimed" ? FilmIndex::claimed : FilmIndex::there;
}

/// "00:01:02.500000000", as programs that write Matroska note the length of a track.
double clock_seconds(const Fields& fields, std::string_view key) {
  const auto found = fields.find(key);
  if (found == fields.end() || found->second.size() < 8 || found->second[2] != ':') return 0;
  const Fields parts{{"hours", found->second.substr(0, 2)},
                     {"minutes", found->second.substr(3, 2)},
                     {"seconds", found->second.substr(6)}};
  return number<int>(parts, "hours") * 3600 + number<int>(parts, "minutes") * 60 + seconds(parts, "seconds");
}

/// Whether a video track is one still picture in a film of `duration` seconds.
bool is_still(const Fields& fields, double duration) {
  if (flag(fields, "disposition.still_image")) return true;
  if (number<int>(fields, "nb_frames") == 1 || number<int>(fields, "tags.NUMBER_OF_FRAMES") == 1) return true;
  const auto length = std::max(seconds(fields, "duration"), clock_seconds(fields, "tags.DURATION"));
  constexpr double kBrief = 0.1;
  return is_image_codec(text(fields, "codec_name")) && length > 0 && length < duration * kBrief;
}

/// Rank as the watched track; the smallest wins.
int rank(const Fields& fields, double duration) {
  if (is_still(fields, duration)) return 3;
  if (is_image_codec(text(fields, "codec_name"))) return 2;
  return number<int>(fields, "width") > 0 ? 0 : 1;
}

/// The watched track without covers: of equal rank, the default track, then the first.
const Fields* watched(const std::vector<const Fields*>& pictures, double duration) {
  const auto order = [&](const Fields* fields) {
    return std::pair{rank(*fields, duration), !flag(*fields, "disposition.default")};
  };
  const auto best =
      std::min_element(pictures.begin(), pictures.end(),
                       [&](const auto* left, const auto* right) { return order(left) < order(right); });
  return best == pictures.end() ? nullptr : *best;
}

void take_pictures(Probe& probe, const std::map<int, Fields>& streams) {
  std::vector<const Fields*> pictures;
  for (const auto& [index, fields] : streams) {
    if (text(fields, "codec_type") == "video" && !flag(fields, "disposition.attached_pic"))
      pictures.push_back(&fields);
  }
  probe.videos = static_cast<int>(pictures.size());
  const auto* film = watched(pictures, probe.duration);
  // A single picture beside sound is its cover, whatever the file calls it.
  if (film == nullptr || (is_still(*film, probe.duration) && !probe.audio.empty())) return;
  probe.video = video_track(*film);
  probe.video->first = std::all_of(pictures.begin(), pictures.end(), [&](const Fields* other) {
    return number<int>(*other, "index") >= probe.video->index || is_image_codec(text(*other, "codec_name"));
  });
}

/// ffprobe lists streams that it has not reached without their parameters.
bool is_unknown(const Fields& fields) {
  const auto zero = [&](std::string_view key) {
    return fields.contains(key) && number<int>(fields, key) == 0;
  };
  const auto kind = text(fields, "codec_type");
  if (text(fields, "codec_name").empty()) return false;
  if (kind == "video") return zero("width") || text(fields, "pix_fmt") == "unknown";
  return kind == "audio" && (zero("channels") || zero("sample_rate"));
}

void take_sounds(Probe& probe, const std::map<int, Fields>& streams) {
  for (const auto& [index, fields] : streams) {
    const auto kind = text(fields, "codec_type");
    if (kind == "audio") probe.audio.push_back(audio_track(fields));
    if (kind == "subtitle") probe.subtitles.push_back(subtitle_track(fields));
  }
}

/// Drops audio tracks without known parameters, because they stop ffmpeg, unless they are all there is. To be
/// called last.
void judge(Probe& probe, const std::map<int, Fields>& streams) {
  std::set<int> unknown;
  for (const auto& [index, fields] : streams) {
    const bool unseen = text(fields, "codec_type") == "video" &&
                        (!probe.video || probe.video->index != number<int>(fields, "index"));
    if (!unseen && is_unknown(fields)) unknown.insert(number<int>(fields, "index"));
  }
  probe.complete = unknown.empty();
  const auto drop = [&](const AudioTrack& audio) { return unknown.contains(audio.index); };
  if (probe.video || !std::all_of(probe.audio.begin(), probe.audio.end(), drop))
    std::erase_if(probe.audio, drop);
}

ProbeReach reach_of(const Fields& fields) {
  ProbeReach reach;
  if (const auto bytes = number<std::int64_t>(fields, "magnetar_probe_bytes"); bytes > 0) reach.bytes = bytes;
  if (const auto time = number<std::int64_t>(fields, "magnetar_probe_time"); time > 0)
    reach.microseconds = time;
  return reach;
}

/// Seconds of the film before the first frame of this stream.
double begins(const Sections& sections, int index) {
  const auto stream = sections.streams.find(index);
  if (stream == sections.streams.end() || !stream->second.contains("start_time")) return 0;
  return std::max(0.0, seconds(stream->second, "start_time") - seconds(sections.format, "start_time"));
}

SongTags tags_of(const Sections& sections, const std::vector<AudioTrack>& sounds) {
  const auto sound = sounds.empty() ? sections.streams.end() : sections.streams.find(sounds.front().index);
  const auto tags = song_tags(sections.format, sound == sections.streams.end() ? Fields{} : sound->second);
  return {clean(tags.title), clean(tags.artist), clean(tags.album)};
}

}  // namespace

base::Result<Probe> read_probe(std::string_view output) {
  if (output.size() > kMostProbeText)
    return Error{ErrorCode::media_unreadable, "the file describes too much"};
  const auto sections = split(output);
  Probe probe;
  probe.container = container_name(text(sections.format, "format_name"));
  probe.duration = std::max(0.0, seconds(sections.format, "duration"));
  probe.start_time = seconds(sections.format, "start_time");
  probe.bitrate = std::max<std::int64_t>(0, number<std::int64_t>(sections.format, "bit_rate") / 8);
  probe.index = film_index(sections.format);
  probe.reach = reach_of(sections.format);
  if (const auto found = sections.format.find("magnetar_recordings"); found != sections.format.end())
    probe.recordings = recordings_of(found->second);
  take_sounds(probe, sections.streams);
  take_pictures(probe, sections.streams);
  judge(probe, sections.streams);
  probe.tags = tags_of(sections, probe.audio);
  if (probe.video) probe.video->begins = begins(sections, probe.video->index);
  for (const auto& [index, fields] : sections.chapters) {
    const auto start = seconds(fields, "start_time");
    probe.chapters.push_back({start, seconds(fields, "end_time"), text(fields, "tags.title")});
  }
  if (!probe.video && probe.audio.empty())
    return Error{ErrorCode::media_unreadable, "the file has neither picture nor sound"};
  return probe;
}

std::string inspected_lines(const Inspection& inspection, double start_time) {
  constexpr std::array kNames{"there", "claimed", "none"};
  auto lines = std::string("format.magnetar_index=\"") +
               kNames.at(static_cast<std::size_t>(inspection.index)) + "\"\n";
  const auto duration = inspection.end - start_time;
  if (duration > 0 && inspection.end > 0) lines += "format.duration=\"" + std::to_string(duration) + "\"\n";
  return lines;
}

std::string recordings_lines(const Recordings& recordings) {
  if (recordings.list.size() < 2) return {};
  return "format.magnetar_recordings=\"" + text_of(recordings.list) + "\"\nformat.duration=\"" +
         std::to_string(recordings.length) + "\"\n";
}

std::string reach_line(const ProbeReach& reach) {
  return "format.magnetar_probe_bytes=" + std::to_string(reach.bytes) +
         "\nformat.magnetar_probe_time=" + std::to_string(reach.microseconds) + "\n";
}

}  // namespace magnetar::media
