#include "media/probe_reader.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <map>

namespace magnetar::media {
namespace {

using base::Error;
using base::ErrorCode;

// Longer than any film: a week and a half.
constexpr double kLongestSeconds = 1e6;

using Fields = std::map<std::string, std::string, std::less<>>;

struct Sections {
  std::map<int, Fields> streams;
  std::map<int, Fields> chapters;
  Fields format;
};

/// Strings stand in quotes with backslashes before what ends or escapes them; numbers stand bare.
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

/// Cut where a character of UTF-8 begins.
std::string text(const Fields& fields, std::string_view key) {
  const auto found = fields.find(key);
  if (found == fields.end()) return {};
  auto value = found->second;
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

/// Where ffprobe has not read far enough, as in fragmented MP4, it says "unknown".
std::string profile(const Fields& fields) {
  auto name = text(fields, "profile");
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
  track.profile = profile(fields);
  track.level = std::max(0, number<int>(fields, "level"));
  track.width = number<int>(fields, "width");
  track.height = number<int>(fields, "height");
  track.pixel_format = text(fields, "pix_fmt");
  track.bit_depth = bit_depth(track.pixel_format);
  track.fps = rate(fields, "avg_frame_rate");
  track.reorders = number<int>(fields, "has_b_frames") > 0;
  return track;
}

AudioTrack audio_track(const Fields& fields) {
  AudioTrack track;
  track.index = number<int>(fields, "index");
  track.codec = text(fields, "codec_name");
  track.profile = profile(fields);
  track.channels = number<int>(fields, "channels");
  track.sample_rate = number<int>(fields, "sample_rate");
  track.language = text(fields, "tags.language");
  track.title = text(fields, "tags.title");
  track.is_default = flag(fields, "disposition.default");
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

void take_stream(Probe& probe, const Fields& fields) {
  const auto kind = text(fields, "codec_type");
  if (kind == "video" && !probe.video && !flag(fields, "disposition.attached_pic")) {
    probe.video = video_track(fields);
  } else if (kind == "audio") {
    probe.audio.push_back(audio_track(fields));
  } else if (kind == "subtitle") {
    probe.subtitles.push_back(subtitle_track(fields));
  }
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
  for (const auto& [index, fields] : sections.streams) take_stream(probe, fields);
  for (const auto& [index, fields] : sections.chapters) {
    const auto start = seconds(fields, "start_time");
    probe.chapters.push_back({start, seconds(fields, "end_time"), text(fields, "tags.title")});
  }
  if (!probe.video && probe.audio.empty())
    return Error{ErrorCode::media_unreadable, "the file has neither picture nor sound"};
  return probe;
}

std::string survey_lines(const Survey& survey) {
  constexpr std::array kNames{"there", "claimed", "none"};
  auto lines =
      std::string("format.magnetar_index=\"") + kNames.at(static_cast<std::size_t>(survey.index)) + "\"\n";
  if (survey.duration > 0) lines += "format.duration=\"" + std::to_string(survey.duration) + "\"\n";
  return lines;
}

}  // namespace magnetar::media
