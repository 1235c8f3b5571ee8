#include "media/preview_command.h"

#include "media/ffmpeg_command.h"

namespace magnetar::media {
namespace {

using Arguments = std::vector<std::string>;

// Key pictures are rarely further apart. Where a seek fails because the index is not here, ffmpeg goes on
// from the film's beginning: what it finds there is the wrong picture.
constexpr std::int64_t kMostSecondsOff = 15;

// 8192×4352, the most of level 6.2; a film that claims more is not decoded.
constexpr const char* kMostPixels = "35651584";

void append(Arguments& all, const Arguments& more) {
  all.insert(all.end(), more.begin(), more.end());
}

/// In the shape the film is shown in, which need not be that of its pixels.
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
  // A picture of which only a part is here would be grey below.
  append(all, {"-fflags", "+discardcorrupt"});
  if (second > 0) append(all, {"-ss", std::to_string(second), "-noaccurate_seek"});
  append(all, {"-copyts", "-start_at_zero", "-i", url});
  append(all, {"-map", cover ? "0:v:0" : "0:V:0", "-an", "-sn", "-dn", "-vf", picture_filters(second)});
  append(all, {"-frames:v", "1", "-c:v", "mjpeg", "-q:v", "4", "-f", "mjpeg", "pipe:1"});
  return all;
}

}  // namespace magnetar::media
