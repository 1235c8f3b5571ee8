#include "media/ffmpeg_command.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdio>

#include "media/recording_plan.h"

namespace magnetar::media {
namespace {

using Arguments = std::vector<std::string>;

// A file may call itself a film and be a list of addresses (m3u8, ffconcat, sdp). Only containers that hold
// their bytes themselves are opened, and only over the endpoint.
constexpr const char* kProtocols = "http,tcp";
constexpr const char* kContainers =
    "matroska,mov,avi,mpegts,mpeg,flv,asf,ogg,rm,mp3,aac,flac,wav,w64,aiff,caf,ac3,eac3,dts,truehd,ape,wv,"
    "tta,mxf,gxf,wtv,dv,nut,nuv,ivf,obu,h264,hevc,mpegvideo,m4v,vc1,mjpeg,yuv4mpegpipe,bink,smk,flic,au,amr,"
    "mpc,mpc8,dtshd,mlp,tak,shn,dsf,iff,qcp,gsm,voc,oma,xwma";

// Where a later recording begins between two key pictures, nothing is known of its picture up to the next
// one.
constexpr ProbeReach kJoinedReach{8'000'000, 10'000'000};

// Containers without an index: a seek lands anywhere, and the first key picture comes later. Key pictures are
// rarely further apart than this.
constexpr double kEarlySeconds = 12;

// A new picture begins with the first that is not before the place. The one that a browser shows there began
// earlier, and ten pictures a second are the fewest that films have.
constexpr double kLeadSeconds = 0.1;

constexpr int kMostWidth = 1920;
constexpr int kMostHeight = 1080;

void append(Arguments& all, std::initializer_list<const char*> more) {
  all.insert(all.end(), more.begin(), more.end());
}

std::string decimal(double seconds) {
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "%.3f", seconds);
  return text.data();
}

/// How far is read to know what is at the place; no further than it takes.
ProbeReach reach_at(const Probe& probe, double at) {
  if (recording_begin(probe, at) == 0) return probe.reach;
  return {std::max(probe.reach.bytes, kJoinedReach.bytes),
          std::max(probe.reach.microseconds, kJoinedReach.microseconds)};
}

void add_input_rules(Arguments& all, const ProbeReach& reach, std::string_view container) {
  all.insert(all.end(), {"-probesize", std::to_string(reach.bytes), "-analyzeduration",
                         std::to_string(reach.microseconds), "-fpsprobesize", "0"});
  append(all, {"-protocol_whitelist", kProtocols, "-format_whitelist", kContainers});
  // Where a recording changes the numbers of its streams on the way, they are the same streams.
  if (container == "mpegts") append(all, {"-merge_pmt_versions", "1"});
}

bool has_index(const Probe& probe) {
  if (probe.container == "matroska") return probe.index != FilmIndex::none;
  return probe.container == "mp4" || probe.container == "avi";
}

/// MPEG's streams may jump in time: recordings that were joined, a broadcast that changes its clock. ffmpeg
/// follows only where it counts times itself, from the place where reading begins.
bool may_jump(const Probe& probe) {
  return probe.container == "mpegts" || probe.container == "mpeg";
}

/// Where reading begins; equal to `at` where a seek lands on the key picture before it. Where there are no
/// pictures yet, a seek into MPEG's streams would land on the first one, and ffmpeg take that for the place.
double start_of(const Probe& probe, double at) {
  if (!probe.video || has_index(probe)) return at;
  const auto begin = recording_begin(probe, at);
  const auto start = std::max(begin, at - kEarlySeconds);
  return may_jump(probe) && start < begin + probe.video->begins ? begin : start;
}

/// The time of the film that ffmpeg counts from.
double zero_of(const Probe& probe, double at) {
  return may_jump(probe) ? start_of(probe, at) : 0;
}

/// ffmpeg seeks in Matroska by its index only, and reads the film through without: it is given another file
/// then, which begins shortly before the place.
bool is_cut(const Probe& probe, double at) {
  return probe.container == "matroska" && !has_index(probe) && start_of(probe, at) > 0;
}

/// The place in the film that ffmpeg makes first.
double first_time(const Probe& probe, const Plan& plan, double at) {
  return plan.video == VideoWork::h264 ? std::max(recording_begin(probe, at), at - kLeadSeconds) : at;
}

// The times in it are the file's, though it is not known here where the file began.
void add_cut_input(Arguments& all, const Probe& probe, const std::string& url) {
  append(all, {"-copyts"});
  if (probe.start_time != 0) all.insert(all.end(), {"-itsoffset", decimal(-probe.start_time)});
  all.insert(all.end(), {"-i", url});
}

// A gap of less stays one. By default ffmpeg bridges ten seconds only, and a shorter recording before the
// joint is overwritten by what lies behind it.
void add_jumping_input(Arguments& all, const std::string& url) {
  all.insert(all.end(), {"-dts_delta_threshold", "3", "-i", url});
}

void add_input(Arguments& all, const Probe& probe, const Plan& plan, const std::string& url, double at) {
  add_input_rules(all, reach_at(probe, at), probe.container);
  // A line of text with a byte that is no UTF-8 would not come at all; the page replaces that letter.
  if (plan.subtitle_form == SubtitleForm::vtt) append(all, {"-sub_charenc_mode", "ignore"});
  // The endpoint gives up on bytes that nobody has for two minutes; the film goes on when somebody does.
  append(all, {"-reconnect", "1"});
  if (is_cut(probe, at)) return add_cut_input(all, probe, url);
  if (const auto start = start_of(probe, at) - recording_begin(probe, at); start > 0) {
    all.insert(all.end(), {"-ss", decimal(start)});
    // Copied pictures begin at the key picture before it; new ones where they are asked.
    if (plan.video == VideoWork::copy) append(all, {"-noaccurate_seek"});
  }
  if (may_jump(probe)) return add_jumping_input(all, url);
  // The film's own times, counted from its beginning whatever the container's clock said there.
  append(all, {"-copyts", "-start_at_zero", "-i", url.c_str()});
}

/// Sound beside the film is read from the same place on, and counts its times as the film does: both begin at
/// 0.
void add_sound_input(Arguments& all, const Probe& film, const Sound& sound, double at) {
  add_input_rules(all, sound.probe.reach, sound.probe.container);
  append(all, {"-reconnect", "1"});
  if (const auto start = start_of(film, at); start > 0) all.insert(all.end(), {"-ss", decimal(start)});
  if (is_cut(film, at) && sound.probe.start_time != 0)
    all.insert(all.end(), {"-itsoffset", decimal(-sound.probe.start_time)});
  all.insert(all.end(), {"-i", sound.url});
}

/// The last filter: what the encoder takes, where it takes it.
std::string pixel_format(Encoder encoder) {
  return encoder == Encoder::vaapi ? "format=nv12,hwupload" : "format=yuv420p";
}

/// Before the input.
void add_device(Arguments& all, Encoder encoder) {
  if (encoder == Encoder::vaapi) append(all, {"-vaapi_device", "/dev/dri/renderD128"});
}

/// Fields are woven to pictures again where they are marked as such; only these cost anything.
bool may_be_interlaced(const Probe& probe) {
  const auto& video = *probe.video;
  return video.interlaced || video.codec == "mpeg2video" || video.codec == "vc1" ||
         (video.codec == "h264" && probe.container == "mpegts");
}

/// H.264 of 8 bits goes to screens of the usual range, and says so.
std::string tone_mapping(const VideoTrack& video) {
  if (video.transfer.empty()) return {};
  return "zscale=transferin=" + video.transfer +
         ":primariesin=bt2020:matrixin=bt2020nc:transfer=linear:npl=100,format=gbrpf32le,"
         "zscale=primaries=bt709,tonemap=hable:desat=0,zscale=transfer=bt709:matrix=bt709:range=tv,";
}

/// Pictures that were read only to reach a key picture are not encoded.
std::string picture_filters(const Probe& probe, const Plan& plan, double at) {
  const auto& video = *probe.video;
  std::string filters;
  if (start_of(probe, at) < at) filters += "trim=start=" + decimal(at - zero_of(probe, at)) + ",";
  if (may_be_interlaced(probe)) filters += "bwdif=mode=send_frame:deint=interlaced,";
  const int height = plan.height > 0 ? std::min(plan.height, kMostHeight) : kMostHeight;
  const int width = height == kMostHeight ? kMostWidth : height * 16 / 9;
  if (video.width > width || video.height > height) {
    filters += "scale=w=" + std::to_string(width) + ":h=" + std::to_string(height) +
               ":force_original_aspect_ratio=decrease:force_divisible_by=2,";
  } else if (video.width % 2 != 0 || video.height % 2 != 0) {
    filters += "scale=w=trunc(iw/2)*2:h=trunc(ih/2)*2,";
  }
  return filters + tone_mapping(video) + pixel_format(plan.encoder);
}

/// Like the baseline that browsers are told of: no reordering, a key picture where it is asked.
void add_encoder(Arguments& all, Encoder encoder) {
  if (encoder == Encoder::vaapi) {
    append(all, {"-c:v", "h264_vaapi", "-profile:v", "constrained_baseline", "-level", "40", "-qp", "23"});
    return append(all, {"-bf", "0"});
  }
  if (encoder == Encoder::nvenc) {
    append(all, {"-c:v", "h264_nvenc", "-preset", "p1", "-tune", "ll", "-rc", "vbr", "-cq", "23"});
    return append(all, {"-profile:v", "baseline", "-level", "40", "-bf", "0", "-forced-idr", "1"});
  }
  append(all, {"-c:v", "libx264", "-preset", "ultrafast", "-tune", "zerolatency", "-crf", "23"});
  append(all, {"-profile:v", "baseline"});
}

/// What is done with copied pictures before they are packed.
std::string copy_filters(const Probe& probe) {
  const auto& codec = probe.video->codec;
  std::string filters;
  // Pictures that are shown before the first key picture need others that are not there; browsers stop at
  // them.
  if (codec == "h264" || codec == "hevc") filters = "noise=amount=0:drop=lt(pts\\,startpts)";
  if (probe.container != "mp4") return filters;
  // A film that was cut without encoding it anew begins before its first moment, with the key picture that
  // the rest needs. Browsers drop all before 0 up to the next key picture. So what lies before is shown
  // within the first 40 ms.
  const auto earlier = [](const std::string& time) {
    return "if(lt(STARTPTS\\,0)*lt(" + time + "\\,0.04/TB)\\,(" + time +
           "-STARTPTS)*0.04/TB/(0.04/TB-STARTPTS)\\," + time + ")";
  };
  return filters + (filters.empty() ? "" : ",") + "setts=pts=" + earlier("PTS") + ":dts=" + earlier("DTS");
}

void add_picture(Arguments& all, const Probe& probe, const Plan& plan, double at) {
  if (plan.video == VideoWork::none) return append(all, {"-vn"});
  all.insert(all.end(), {"-map", picture_of(probe, at)});
  if (plan.video == VideoWork::copy) {
    append(all, {"-c:v", "copy"});
    // Browsers know HEVC by the tag whose parameter sets stand in the header.
    if (probe.video->codec == "hevc") append(all, {"-tag:v", "hvc1"});
    if (const auto filters = copy_filters(probe); !filters.empty())
      all.insert(all.end(), {"-bsf:v", filters});
    return;
  }
  add_encoder(all, plan.encoder);
  append(all, {"-force_key_frames", "expr:gte(t,n_forced*2)"});
  // Every picture keeps its time: in units of one picture, two would meet where the first is not at 0.
  append(all, {"-fps_mode", "passthrough", "-enc_time_base", "1/90000"});
  append(all, {"-vf", picture_filters(probe, plan, at).c_str()});
}

/// AAC in transport streams tells its parameters in each packet, and nowhere before (ADTS).
bool is_adts(const Probe& probe, const Plan& plan, const std::optional<Sound>& sound) {
  const auto& container = sound ? sound->probe.container : probe.container;
  return plan.audio == AudioWork::copy && (container == "mpegts" || container == "aac");
}

/// Tracks that a film began with have to go on: browsers refuse a header that has others.
void add_silence(Arguments& all) {
  append(all, {"-filter_complex", "anullsrc=r=48000:cl=stereo[silence]", "-map", "[silence]"});
  append(all, {"-c:a", "aac", "-b:a", "64k", "-shortest"});
}

void add_sound(Arguments& all, const Probe& probe, const Plan& plan, double at,
               const std::optional<Sound>& sound) {
  if (plan.audio == AudioWork::none) return append(all, {"-an"});
  // Sound beside the film goes on where a recording ends.
  if (sound && !probe.recordings.empty()) append(all, {"-shortest"});
  const auto beside = "1:" + std::to_string(*plan.audio_track);
  all.insert(all.end(), {"-map", sound ? beside : sound_of(probe, plan, at)});
  if (plan.audio == AudioWork::copy) {
    if (is_adts(probe, plan, sound)) append(all, {"-bsf:a", "aac_adtstoasc"});
    // FLAC and Opus in MP4 count as experimental in older versions.
    return append(all, {"-c:a", "copy", "-strict", "-2"});
  }
  append(all, {"-c:a", "aac", "-ac", "2", "-b:a", "192k"});
  if (const auto rate = sound_rate(sound ? sound->probe : probe, plan, at); rate > 0)
    all.insert(all.end(), {"-ar", std::to_string(rate)});
  const bool late = plan.video == VideoWork::h264 && start_of(probe, at) < at;
  if (late) all.insert(all.end(), {"-af", "atrim=start=" + decimal(at - zero_of(probe, at))});
}

/// What is added to every time of ffmpeg's, in seconds.
std::string offset(double seconds) {
  const auto whole = static_cast<std::int64_t>(seconds);
  return seconds == static_cast<double>(whole) ? std::to_string(whole) : decimal(seconds);
}

void add_output(Arguments& all, const Probe& probe, const Plan& plan, double at,
                const std::optional<Sound>& sound) {
  append(all, {"-sn", "-dn", "-map_metadata", "-1", "-map_chapters", "-1"});
  all.insert(all.end(), {"-avoid_negative_ts", "disabled", "-max_interleave_delta", "2000000",
                         "-output_ts_offset", offset(kTimeOffsetSeconds + zero_of(probe, at))});
  // Without edit lists and with frag_discont the times in the fragments are exact; with them the picture is
  // late by the delay of its reordering.
  // The header of the MP4 needs what ADTS tells with the first packet only.
  const bool wait = is_adts(probe, plan, sound);
  append(all, {"-f", "mp4", "-use_editlist", "0", "-movflags",
               wait ? "frag_keyframe+default_base_moof+frag_discont+delay_moov"
                    : "frag_keyframe+default_base_moof+frag_discont+empty_moov"});
  // A fragment a second: the first one is there long before the next key picture is.
  // The first picture waits for the first fragment.
  append(all, {"-frag_duration", "250000", "-flush_packets", "1", "pipe:1"});
}

std::string subtitle_codec(const Probe& probe, const Plan& plan) {
  if (plan.subtitle_form == SubtitleForm::vtt) return "webvtt";
  const auto other = [&](const SubtitleTrack& track) {
    return track.index == plan.subtitle_track && track.codec != "dvb_subtitle";
  };
  const bool turned = plan.subtitle_form == SubtitleForm::dvb &&
                      std::any_of(probe.subtitles.begin(), probe.subtitles.end(), other);
  return turned ? "dvbsub" : "copy";
}

/// Cues come with the film's bytes around them. Those that began before the place asked for do not come.
void add_subtitles(Arguments& all, const Probe& probe, const Plan& plan, double at) {
  if (!plan.subtitle_track) return;
  if (const auto zero = zero_of(probe, at); zero > 0)
    all.insert(all.end(), {"-output_ts_offset", offset(zero)});
  all.insert(all.end(), {"-map", subtitle_of(probe, plan, at)});
  all.insert(all.end(), {"-c:s", subtitle_codec(probe, plan)});
  append(all, {"-map_metadata", "-1", "-map_chapters", "-1", "-flush_packets", "1"});
  switch (*plan.subtitle_form) {
    case SubtitleForm::vtt:
      return append(all, {"-f", "webvtt", "pipe:3"});
    case SubtitleForm::ass:
      // Lines are numbered as they were written; from a place in the middle, the first would be waited for.
      return append(all, {"-ignore_readorder", "1", "-f", "ass", "pipe:3"});
    case SubtitleForm::sup:
      return append(all, {"-f", "sup", "pipe:3"});
    case SubtitleForm::dvb:
      return append(all, {"-mpegts_copyts", "1", "-f", "mpegts", "pipe:3"});
  }
}

}  // namespace

Arguments input_rules(const ProbeReach& reach, std::string_view container) {
  Arguments all;
  add_input_rules(all, reach, container);
  return all;
}

Limits encoding_limits(Encoder encoder) {
  // Measured: x264 at 1080p needs 1.5 GB of address space with two processors; every further one takes an
  // arena and stacks. Drivers of graphics processors map the memory of the device.
  constexpr std::chrono::hours kLongest{24};
  if (encoder == Encoder::software) return {std::uint64_t{6} << 30, kLongest, Devices::none};
  return {std::uint64_t{1} << 40, kLongest, encoder == Encoder::vaapi ? Devices::dri : Devices::nvidia};
}

Arguments trial_arguments(Encoder encoder) {
  Arguments all{"-v", encoder == Encoder::software ? "info" : "error", "-nostdin", "-hide_banner",
                "-benchmark"};
  add_device(all, encoder);
  append(all, {"-f", "lavfi", "-i", "testsrc2=size=1920x1080:rate=25:duration=1"});
  add_encoder(all, encoder);
  all.insert(all.end(), {"-vf", pixel_format(encoder)});
  append(all, {"-f", "null", "-"});
  return all;
}

Arguments ffprobe_arguments(const std::string& url, const ProbeQuestion& question) {
  Arguments all{"-v", "error"};
  add_input_rules(all, question.reach, question.container);
  append(all, {"-of", "flat", "-show_entries",
               "stream=index,codec_type,codec_name,profile,level,width,height,pix_fmt,has_b_frames,"
               "avg_frame_rate,field_order,color_transfer,nb_frames,start_time,duration,channels,sample_rate"
               ":stream_tags=language,title,NUMBER_OF_FRAMES,DURATION"
               ":stream_disposition=default,forced,attached_pic,comment,hearing_impaired,visual_impaired,"
               "clean_effects,karaoke,still_image,descriptions"
               ":format=format_name,duration,bit_rate,start_time"
               ":chapter=start_time,end_time"
               ":chapter_tags=title"});
  all.insert(all.end(), {"-i", url});
  return all;
}

std::string input_url(const Film& film, const Probe& probe, const Plan& plan, double at) {
  const double from = first_time(probe, plan, at);
  const auto query = film.viewer.empty() ? "" : "?viewer=" + film.viewer;
  if (const auto* recording = recording_at(probe.recordings, from))
    return film.part_url + byte_range(*recording, recording_after(probe.recordings, from)) + query;
  if (!is_cut(probe, from)) return film.url;
  const auto milliseconds = std::to_string(static_cast<std::int64_t>(start_of(probe, from) * 1000));
  return film.cut_url + milliseconds + query;
}

Arguments ffmpeg_arguments(const Probe& probe, const Plan& whole, const std::string& url, double at,
                           const std::optional<Sound>& sound) {
  const double from = first_time(probe, whole, at);
  auto plan = recording_plan(probe, whole, from);
  if (sound) plan.audio = whole.audio;
  Arguments all{"-v", "warning", "-nostdin"};
  if (plan.video == VideoWork::h264) add_device(all, plan.encoder);
  add_input(all, probe, plan, url, from);
  if (sound) add_sound_input(all, probe, *sound, from);
  add_picture(all, probe, plan, from);
  if (whole.audio != AudioWork::none && plan.audio == AudioWork::none && plan.video != VideoWork::none)
    add_silence(all);
  else
    add_sound(all, probe, plan, from, sound);
  add_output(all, probe, plan, from, sound);
  add_subtitles(all, probe, plan, from);
  return all;
}

}  // namespace magnetar::media
