#include "media/ffmpeg_command.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdio>

#include "media/recording_plan.h"

namespace magnetar::media {
namespace {

using Arguments = std::vector<std::string>;

// A playlist (m3u8, ffconcat, sdp) may pose as a film. Only self-contained containers are opened, and only
// over the endpoint.
constexpr const char* kProtocols = "http,tcp";
constexpr const char* kContainers =
    "matroska,mov,avi,mpegts,mpeg,flv,asf,ogg,rm,mp3,aac,flac,wav,w64,aiff,caf,ac3,eac3,dts,truehd,ape,wv,"
    "tta,mxf,gxf,wtv,dv,nut,nuv,ivf,obu,h264,hevc,mpegvideo,m4v,vc1,mjpeg,yuv4mpegpipe,bink,smk,flic,au,amr,"
    "mpc,mpc8,dtshd,mlp,tak,shn,dsf,iff,qcp,gsm,voc,oma,xwma";

// When a later recording begins between two keyframes, its video parameters are unknown up to the next
// keyframe.
constexpr ProbeReach kJoinedReach{8'000'000, 10'000'000};

// In containers without an index, a seek lands at any place and the first keyframe follows later. Keyframes
// are rarely further apart than this.
constexpr double kEarlySeconds = 12;

// An encode begins with the first frame at or after the place. The frame that a browser shows at the place
// began earlier. Films have at least ten frames a second.
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

/// How far ffmpeg reads to know the streams at a place.
ProbeReach reach_at(const Probe& probe, double at) {
  if (recording_begin(probe, at) == 0) return probe.reach;
  return {std::max(probe.reach.bytes, kJoinedReach.bytes),
          std::max(probe.reach.microseconds, kJoinedReach.microseconds)};
}

void add_input_rules(Arguments& all, const ProbeReach& reach, std::string_view container) {
  all.insert(all.end(), {"-probesize", std::to_string(reach.bytes), "-analyzeduration",
                         std::to_string(reach.microseconds), "-fpsprobesize", "0"});
  append(all, {"-protocol_whitelist", kProtocols, "-format_whitelist", kContainers});
  // A recording that renumbers its streams on the way keeps the same streams.
  if (container == "mpegts") append(all, {"-merge_pmt_versions", "1"});
}

bool has_index(const Probe& probe) {
  if (probe.container == "matroska") return probe.index != FilmIndex::none;
  return probe.container == "mp4" || probe.container == "avi";
}

/// Timestamps of MPEG streams may jump: at joints of recordings, or where a broadcast changes its clock.
/// ffmpeg corrects jumps only when it counts times itself, from the place where reading begins.
bool may_jump(const Probe& probe) {
  return probe.container == "mpegts" || probe.container == "mpeg";
}

/// The place where reading begins; `at` itself where a seek lands on the keyframe before it. Before a
/// recording's first frame, a seek in an MPEG stream would land on that frame, and ffmpeg would take it for
/// the place.
double start_of(const Probe& probe, double at) {
  if (!probe.video || has_index(probe)) return at;
  const auto begin = recording_begin(probe, at);
  const auto start = std::max(begin, at - kEarlySeconds);
  return may_jump(probe) && start < begin + probe.video->begins ? begin : start;
}

/// The film's time that ffmpeg counts from.
double zero_of(const Probe& probe, double at) {
  return may_jump(probe) ? start_of(probe, at) : 0;
}

/// Without an index ffmpeg reads Matroska through from its beginning. ffmpeg gets another URL then, whose
/// bytes begin shortly before the place.
bool is_cut(const Probe& probe, double at) {
  return probe.container == "matroska" && !has_index(probe) && start_of(probe, at) > 0;
}

/// The first time of the film that ffmpeg outputs.
double first_time(const Probe& probe, const Plan& plan, double at) {
  return plan.video == VideoWork::h264 ? std::max(recording_begin(probe, at), at - kLeadSeconds) : at;
}

// The timestamps in the cut film are those of the file, so only the file's start time is subtracted.
void add_cut_input(Arguments& all, const Probe& probe, const std::string& url) {
  append(all, {"-copyts"});
  if (probe.start_time != 0) all.insert(all.end(), {"-itsoffset", decimal(-probe.start_time)});
  all.insert(all.end(), {"-i", url});
}

// Gaps of less than 3 s stay. By default ffmpeg corrects jumps above ten seconds only, and a shorter
// recording before the joint would be overwritten by the next one.
void add_jumping_input(Arguments& all, const std::string& url) {
  all.insert(all.end(), {"-dts_delta_threshold", "3", "-i", url});
}

void add_input(Arguments& all, const Probe& probe, const Plan& plan, const std::string& url, double at) {
  add_input_rules(all, reach_at(probe, at), probe.container);
  // By default ffmpeg drops a line of text with an invalid byte of UTF-8; the page replaces the byte instead.
  if (plan.subtitle_form == SubtitleForm::vtt) append(all, {"-sub_charenc_mode", "ignore"});
  // The endpoint gives up on missing bytes after two minutes; ffmpeg reconnects and goes on when they are
  // available.
  append(all, {"-reconnect", "1"});
  if (is_cut(probe, at)) return add_cut_input(all, probe, url);
  if (const auto start = start_of(probe, at) - recording_begin(probe, at); start > 0) {
    all.insert(all.end(), {"-ss", decimal(start)});
    // A copied picture begins at the keyframe before the place, an encoded one at the place.
    if (plan.video == VideoWork::copy) append(all, {"-noaccurate_seek"});
  }
  if (may_jump(probe)) return add_jumping_input(all, url);
  // Times count from the film's beginning, whatever the container's start time is.
  append(all, {"-copyts", "-start_at_zero", "-i", url.c_str()});
}

/// External sound is read from the same place on, and its times count from 0 like the film's.
void add_sound_input(Arguments& all, const Probe& film, const Sound& sound, double at) {
  add_input_rules(all, sound.probe.reach, sound.probe.container);
  append(all, {"-reconnect", "1"});
  if (const auto start = start_of(film, at); start > 0) all.insert(all.end(), {"-ss", decimal(start)});
  if (is_cut(film, at) && sound.probe.start_time != 0)
    all.insert(all.end(), {"-itsoffset", decimal(-sound.probe.start_time)});
  all.insert(all.end(), {"-i", sound.url});
}

/// The last filter: the pixel format of the encoder, uploaded to its device where it needs that.
std::string pixel_format(Encoder encoder) {
  return encoder == Encoder::vaapi ? "format=nv12,hwupload" : "format=yuv420p";
}

/// Global options, which stand before the input.
void add_device(Arguments& all, Encoder encoder) {
  if (encoder == Encoder::vaapi) append(all, {"-vaapi_device", "/dev/dri/renderD128"});
}

/// Deinterlacing applies only to frames that are marked as interlaced, and only those cost time.
bool may_be_interlaced(const Probe& probe) {
  const auto& video = *probe.video;
  return video.interlaced || video.codec == "mpeg2video" || video.codec == "vc1" ||
         (video.codec == "h264" && probe.container == "mpegts");
}

/// The output is 8-bit H.264, so HDR is mapped to SDR and tagged so.
std::string tone_mapping(const VideoTrack& video) {
  if (video.transfer.empty()) return {};
  return "zscale=transferin=" + video.transfer +
         ":primariesin=bt2020:matrixin=bt2020nc:transfer=linear:npl=100,format=gbrpf32le,"
         "zscale=primaries=bt709,tonemap=hable:desat=0,zscale=transfer=bt709:matrix=bt709:range=tv,";
}

/// Frames that are decoded only to reach the place are not encoded.
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

/// Constrained Baseline, as the codec string tells browsers: no reordering, keyframes on demand.
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

/// Bitstream filters for a copied picture.
std::string copy_filters(const Probe& probe) {
  const auto& codec = probe.video->codec;
  std::string filters;
  // Frames that are shown before the first keyframe reference missing frames, and browsers stop at them.
  if (codec == "h264" || codec == "hevc") filters = "noise=amount=0:drop=lt(pts\\,startpts)";
  if (probe.container != "mp4") return filters;
  // An MP4 that was trimmed without encoding begins before time 0, with the keyframe that the rest
  // references. Browsers drop everything before 0 up to the next keyframe. So the frames before 0 are
  // squeezed into the first 40 ms.
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
    // Browsers play HEVC with the tag whose parameter sets are in the init segment (hvc1).
    if (probe.video->codec == "hevc") append(all, {"-tag:v", "hvc1"});
    if (const auto filters = copy_filters(probe); !filters.empty())
      all.insert(all.end(), {"-bsf:v", filters});
    return;
  }
  add_encoder(all, plan.encoder);
  append(all, {"-force_key_frames", "expr:gte(t,n_forced*2)"});
  // Each frame keeps its time: in a time base of one frame, two frames collide when the first is not at 0.
  append(all, {"-fps_mode", "passthrough", "-enc_time_base", "1/90000"});
  append(all, {"-vf", picture_filters(probe, plan, at).c_str()});
}

/// AAC in ADTS, as in transport streams, has its parameters in each packet and no global header.
bool is_adts(const Probe& probe, const Plan& plan, const std::optional<Sound>& sound) {
  const auto& container = sound ? sound->probe.container : probe.container;
  return plan.audio == AudioWork::copy && (container == "mpegts" || container == "aac");
}

/// Tracks of the init segment must go on: browsers refuse a later one with other tracks.
void add_silence(Arguments& all) {
  append(all, {"-filter_complex", "anullsrc=r=48000:cl=stereo[silence]", "-map", "[silence]"});
  append(all, {"-c:a", "aac", "-b:a", "64k", "-shortest"});
}

void add_sound(Arguments& all, const Probe& probe, const Plan& plan, double at,
               const std::optional<Sound>& sound) {
  if (plan.audio == AudioWork::none) return append(all, {"-an"});
  // External sound is longer than the recording: -shortest ends both together.
  if (sound && !probe.recordings.empty()) append(all, {"-shortest"});
  const auto beside = "1:" + std::to_string(*plan.audio_track);
  all.insert(all.end(), {"-map", sound ? beside : sound_of(probe, plan, at)});
  if (plan.audio == AudioWork::copy) {
    if (is_adts(probe, plan, sound)) append(all, {"-bsf:a", "aac_adtstoasc"});
    // FLAC and Opus in MP4 are experimental in older versions of ffmpeg.
    return append(all, {"-c:a", "copy", "-strict", "-2"});
  }
  append(all, {"-c:a", "aac", "-ac", "2", "-b:a", "192k"});
  if (const auto rate = sound_rate(sound ? sound->probe : probe, plan, at); rate > 0)
    all.insert(all.end(), {"-ar", std::to_string(rate)});
  const bool late = plan.video == VideoWork::h264 && start_of(probe, at) < at;
  if (late) all.insert(all.end(), {"-af", "atrim=start=" + decimal(at - zero_of(probe, at))});
}

/// The value of -output_ts_offset for seconds.
std::string offset(double seconds) {
  const auto whole = static_cast<std::int64_t>(seconds);
  return seconds == static_cast<double>(whole) ? std::to_string(whole) : decimal(seconds);
}

void add_output(Arguments& all, const Probe& probe, const Plan& plan, double at,
                const std::optional<Sound>& sound) {
  append(all, {"-sn", "-dn", "-map_metadata", "-1", "-map_chapters", "-1"});
  all.insert(all.end(), {"-avoid_negative_ts", "disabled", "-max_interleave_delta", "2000000",
                         "-output_ts_offset", offset(kTimeOffsetSeconds + zero_of(probe, at))});
  // Timestamps are exact with frag_discont and without edit lists; otherwise the picture is late by its
  // reordering delay. With ADTS, the moov needs parameters of the first packet, so it is delayed.
  const bool wait = is_adts(probe, plan, sound);
  append(all, {"-f", "mp4", "-use_editlist", "0", "-movflags",
               wait ? "frag_keyframe+default_base_moof+frag_discont+delay_moov"
                    : "frag_keyframe+default_base_moof+frag_discont+empty_moov"});
  // The first picture waits for the first fragment, so fragments are shorter than the distance of keyframes.
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

/// Cues come with the film's bytes around them. Cues that began before the place do not come.
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
      // ffmpeg orders lines by ReadOrder; from a place in the middle it would wait for the first line.
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
  // Measured: x264 at 1080p needs 1.5 GB of address space with two processors; each further one takes an
  // arena and stacks. GPU drivers map the memory of the device.
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
               ":stream_tags=language,title,artist,album,NUMBER_OF_FRAMES,DURATION"
               ":stream_disposition=default,forced,attached_pic,comment,hearing_impaired,visual_impaired,"
               "clean_effects,karaoke,still_image,descriptions"
               ":format=format_name,duration,bit_rate,start_time"
               ":format_tags=title,artist,album"
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
