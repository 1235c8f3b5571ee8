#pragma once
// Reads bytes of a film, for the container readers of this room.

#include <cstddef>
#include <vector>

#include "base/byte_range.h"
#include "base/error.h"

namespace magnetar::media {

/// For threads that may wait.
class FilmBytes {
 public:
  virtual ~FilmBytes() = default;
  /// Size of the file in bytes.
  [[nodiscard]] virtual std::int64_t size() const = 0;
  /// Returns the part of the range that lies in the file, whole; waits until it is downloaded. Errors:
  /// cancelled, timed_out and those of the file.
  [[nodiscard]] virtual base::Result<std::vector<std::byte>> read(base::ByteRange range) = 0;
};

}  // namespace magnetar::media
