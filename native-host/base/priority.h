#pragma once
// The priority of a piece: decided by streaming, carried out by the engine.

#include <cstdint>

namespace magnetar::base {

/// The numbers are libtorrent's (download_priority_t). It obeys 7 strictly; below, it weighs priority against
/// rarity.
enum class Priority : std::uint8_t {
  off = 0,
  some_day = 1,  ///< of a file that is wanted whole, with no viewer
  next_file = 2,
  window = 3,  ///< the last third of a window; from here on a viewer waits for it
  window_middle = 4,
  window_begin = 5,
  urgent = 6,  ///< a viewer needs it soon
  now = 7,     ///< a viewer stands at it
};

/// The number of libtorrent.
[[nodiscard]] constexpr std::uint8_t number_of(Priority priority) {
  return static_cast<std::uint8_t>(priority);
}

}  // namespace magnetar::base
