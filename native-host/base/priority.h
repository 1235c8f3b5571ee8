#pragma once
// How much a piece is wanted: what streaming decides and the engine carries out.

#include <cstdint>

namespace magnetar::base {

/// The numbers are libtorrent's (download_priority_t). It obeys 7 strictly; below, it weighs priority against
/// rarity.
enum Priority : std::uint8_t {
  kOff = 0,
  kSomeDay = 1,  ///< of a file that is wanted whole, with no viewer
  kNextFile = 2,
  kWindow = 3,  ///< the last third of a window; from here on a viewer waits for it
  kWindowMiddle = 4,
  kWindowBegin = 5,
  kUrgent = 6,  ///< a viewer needs it soon
  kNow = 7,     ///< a viewer stands at it
};

}  // namespace magnetar::base
