#include "media/preview_command.h"

#include "media/ffmpeg_command.h"

namespace magnetar::media {
namespace {

using Arguments = std::vector<std::string>;

// Keyframes are rarely further apart. When a seek fails because the index is not downloaded, ffmpeg reads on
// from the film's beginning and finds a wrong frame, which this limit drops.
constexpr std::int64_t kMostSecondsOff = 15;

// 8192×4352, the limit of H.264 level 6.2. Larger films are not decoded.
constexpr const char* kMostPixels = "35651584";

void append(Arguments& all, const Arguments& more) {
  all.insert(all.end(), more.begin(), more.end());
}

/// Scales to the display aspect ratio, which may differ from that of the pixels.
std::string picture_filters(std::int64_t second) {
  const auto edge = std::to_string(kPictureEdge);
  const auto from = std::to_string(second - kMostSecondsOff);
  const auto to = std::to_string(second + kMostSecondsOff);
  return "select='between(t," + from + "," + to + ")',scale=w='max(2,trunc(min(" + edge + "," + edge +
         "*dar)))':h='max(2,trunc(min(" + edge + "," + edge + "/dar)))',setsar=1,format=yuvj420p";
}

}  // namespace

Arguments preview_arguments(const std::string& url, std::int64_t second, bool cover) {
  Arguments all{"-v", "error", "-nostdin"};
  append(all, input_rules());
  append(all, {"-threads", "1", "-skip_frame", "nokey", "-max_pixels", kMostPixels});
  // A frame that is only partly downloaded would be grey in its lower part.
  append(all, {"-fflags", "+discardcorrupt"});
  if (second > 0) append(all, {"-ss", std::to_string(second), "-noaccurate_seek"});
  append(all, {"-copyts", "-start_at_zero", "-i", url});
  append(all, {"-map", cover ? "0:v:0" : "0:V:0", "-an", "-sn", "-dn", "-vf", picture_filters(second)});
  append(all, {"-frames:v", "1", "-c:v", "mjpeg", "-q:v", "4", "-f", "mjpeg", "pipe:1"});
  return all;
}

}  // namespace magnetar::media
