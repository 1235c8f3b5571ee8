#include "streaming/window.h"

#include <algorithm>

namespace magnetar::streaming {
namespace {

constexpr double kSeconds = 30;

// A swarm hardly faster than the film needs a deep window; a much faster one refills a small window in no
// time.
double depth(const Speed& speed) {
  if (speed.swarm <= 0) return 1;
  const double need = static_cast<double>(speed.bitrate) / static_cast<double>(speed.swarm);
  return std::min(2.0, 1.5 * need + 0.5);
}

}  // namespace

WindowSizes window_sizes(const Speed& speed) {
  const auto film = kSeconds * depth(speed) * static_cast<double>(speed.bitrate);
  const auto most = static_cast<double>(kMostWindow);
  return {std::max({2 * speed.piece_length, 2 * speed.bitrate, speed.swarm / 2}),
          std::max(kLeastWindow, static_cast<std::int64_t>(std::min(film, most)))};
}

std::int64_t window_share(std::int64_t window, std::int64_t bitrate, std::int64_t windows,
                          std::int64_t bitrates) {
  if (windows <= kMostWindow || bitrates <= 0) return window;
  const double part = static_cast<double>(bitrate) / static_cast<double>(bitrates);
  const auto share = static_cast<std::int64_t>(part * static_cast<double>(kMostWindow));
  return std::max(kLeastWindow, std::min(window, share));
}

}  // namespace magnetar::streaming
