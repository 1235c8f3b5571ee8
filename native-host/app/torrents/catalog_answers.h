#pragma once
// Functions that the parts of the catalog share: refusals, the time for records, and the log of failed
// writes.

#include <chrono>
#include <cstdint>

#include "base/error.h"
#include "base/log.h"
#include "library/records.h"

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

/// Logs the failure of a write that no caller waits for.
inline void log_failure(const base::Result<void>& written) {
  if (!written) base::log(base::LogLevel::error, "library", written.error().message);
}

}  // namespace magnetar::app
