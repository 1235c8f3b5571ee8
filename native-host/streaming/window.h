#pragma once
// How far ahead of a reader pieces are wanted, and how much. Pure arithmetic.

#include <cstdint>

#include "streaming/layout.h"
#include "streaming/plan.h"
#include "streaming/reader.h"

namespace magnetar::streaming {

/// What is known about a stream's speed, in bytes per second.
struct Speed {
  std::int64_t bitrate = 0;   ///< of the film; 0: unknown
  std::int64_t measured = 0;  ///< of the swarm

  bool operator==(const Speed&) const = default;
};

/// Sizes of the two windows in front of a reader, in bytes.
struct WindowSizes {
  std::int64_t urgent = 0;
  std::int64_t graded = 0;

  bool operator==(const WindowSizes&) const = default;
};

/// Urgent: two pieces, 2 s of the film or 0.5 s of the swarm, whichever is most. Graded: 30 s of the film,
/// from 16 to 256 MiB.
[[nodiscard]] WindowSizes window_sizes(const Layout& layout, const Speed& speed);

/// Adds what one reader wants. A probing reader wants its urgent pieces only.
void want_ahead(const Reader& reader, const Layout& layout, const Speed& speed, Plan& plan);

}  // namespace magnetar::streaming
