#pragma once
// What the catalog's commands have in common: their refusals, and the time they note.

#include <chrono>
#include <cstdint>

#include "base/error.h"

namespace magnetar::app {

[[nodiscard]] inline std::int64_t seconds_since_1970() {
  return std::chrono::duration_cast<std::chrono::seconds>(std::chrono::system_clock::now().time_since_epoch())
      .count();
}

[[nodiscard]] inline base::Error unknown_torrent() {
  return {base::ErrorCode::unknown_torrent, "there is no torrent of this id", "id"};
}
[[nodiscard]] inline base::Error no_metadata() {
  return {base::ErrorCode::no_metadata, "the list of files is not here yet"};
}
[[nodiscard]] inline base::Error unknown_file() {
  return {base::ErrorCode::unknown_file, "the torrent has no file of this index", "file"};
}

}  // namespace magnetar::app
