#include "streaming/window.h"

#include <algorithm>

namespace magnetar::streaming {
namespace {

constexpr std::int64_t kMiB = 1024 * 1024;
// 8 Mbit/s, a good 1080p film: what is assumed until the duration is known.
constexpr std::int64_t kGuessedBitrate = 1000 * 1000;

}  // namespace

WindowSizes window_sizes(const Layout& layout, const Speed& speed) {
  const std::int64_t bitrate = speed.bitrate > 0 ? speed.bitrate : kGuessedBitrate;
  return {std::max({2 * layout.piece_length, 2 * bitrate, speed.measured / 2}),
          std::clamp(30 * bitrate, 16 * kMiB, 256 * kMiB)};
}

void want_ahead(const Reader& reader, const Layout& layout, const Speed& speed, Plan& plan) {
  const auto sizes = window_sizes(layout, speed);
  const auto ahead = [&](std::int64_t bytes) {
    return std::min(reader.file().end, reader.position() + bytes);
  };
  plan.raise(layout.pieces_of({reader.position(), ahead(sizes.urgent)}), kUrgent);
  if (reader.probing()) return;
  constexpr Priority kGrades[] = {6, 5, 4};
  std::int64_t begin = sizes.urgent;
  for (const Priority grade : kGrades) {
    const std::int64_t end = begin + sizes.graded / 3;
    plan.raise(layout.pieces_of({ahead(begin), ahead(end)}), grade);
    begin = end;
  }
}

}  // namespace magnetar::streaming
