#pragma once
// The distance ahead of a viewer in which pieces are wanted. Pure arithmetic.

#include <cstdint>

namespace magnetar::streaming {

/// The rates and sizes that a stream's window is computed from, in bytes and bytes per second.
struct Speed {
  std::int64_t bitrate = 1;  ///< of the film
  std::int64_t swarm = 0;    ///< the swarm's possible rate; 0: not known yet
  std::int64_t piece_length = 1;

  bool operator==(const Speed&) const = default;
};

/// Sizes in front of a viewer's main cursor, in bytes.
struct WindowSizes {
  std::int64_t urgent = 0;
  std::int64_t window = 0;  ///< counted from the cursor, so that the urgent set lies inside

  bool operator==(const WindowSizes&) const = default;
};

/// The most bytes in the windows of one torrent together, unless a window would be less than the least.
inline constexpr std::int64_t kMostWindow = 256 * 1024 * 1024;
inline constexpr std::int64_t kLeastWindow = 16 * 1024 * 1024;

/// Urgent: two pieces, 2 s of the film or 0.5 s of the swarm, whichever is most. Window: 30 s of the film,
/// from half of that in a swarm that is much faster than the film to twice in a slow one, 16 to 256 MiB.
[[nodiscard]] WindowSizes window_sizes(const Speed& speed);

/// A window's share by bitrate when all windows together exceed the most. `windows`: bytes of all windows
/// together. `bitrates`: of all films together.
[[nodiscard]] std::int64_t window_share(std::int64_t window, std::int64_t bitrate, std::int64_t windows,
                                        std::int64_t bitrates);

}  // namespace magnetar::streaming
