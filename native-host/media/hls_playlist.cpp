#include "media/hls_playlist.h"

#include <array>
#include <cstdio>

namespace magnetar::media {
namespace {

// Bitrate of films that do not tell theirs: 5 Mbit/s.
constexpr std::int64_t kUsualBitrate = 625'000;

std::string seconds(double value) {
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "%.3f", value);
  return text.data();
}

/// The codecs in a MIME type for addSourceBuffer(): the text between its quotes; empty when unknown.
std::string codecs_of(const std::string& mime) {
  const auto begin = mime.find('"');
  const auto end = mime.rfind('"');
  return begin == end ? std::string() : mime.substr(begin + 1, end - begin - 1);
}

/// A new init segment needs a discontinuity (RFC 8216, 4.3.2.3 and 4.3.2.5).
std::string header_of(std::int64_t recording) {
  if (recording == 0) return "#EXT-X-MAP:URI=\"init.mp4\"\n";
  return "#EXT-X-DISCONTINUITY\n#EXT-X-MAP:URI=\"init-" + std::to_string(recording) + ".mp4\"\n";
}

}  // namespace

BrowserCan hls_players_can() {
  return {{"avc1", "hvc1", "hvc1.main10", "mp4a"}, {}};
}

std::string master_playlist(const Probe& probe, const Plan& plan, const std::string& folder) {
  const auto bitrate = probe.bitrate > 0 ? probe.bitrate : kUsualBitrate;
  auto text =
      std::string("#EXTM3U\n#EXT-X-VERSION:7\n#EXT-X-STREAM-INF:BANDWIDTH=") + std::to_string(bitrate * 8);
  if (const auto codecs = codecs_of(plan.mime); !codecs.empty()) text += ",CODECS=\"" + codecs + "\"";
  if (probe.video && plan.video == VideoWork::copy) {
    text += ",RESOLUTION=" + std::to_string(probe.video->width) + "x" + std::to_string(probe.video->height);
  }
  return text + "\n" + folder + "/film.m3u8\n";
}

std::string segment_playlist(const SegmentTimes& times) {
  // A segment may exceed its time by the fragment in which it ends.
  auto text = "#EXTM3U\n#EXT-X-VERSION:7\n#EXT-X-TARGETDURATION:" + std::to_string(times.longest() + 1) +
              "\n#EXT-X-PLAYLIST-TYPE:VOD\n";
  for (std::int64_t n = 0; n < times.count(); ++n) {
    if (const auto recording = times.recording_of(n); times.first_of(recording) == n)
      text += header_of(recording);
    const auto length = times.begin_of(n + 1) - times.begin_of(n);
    text += "#EXTINF:" + seconds(length) + ",\n" + std::to_string(n) + ".m4s\n";
  }
  return text + "#EXT-X-ENDLIST\n";
}

}  // namespace magnetar::media
