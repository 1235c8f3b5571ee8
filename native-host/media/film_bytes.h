#pragma once
// What those who look into a film themselves ask of the world: its bytes.

#include <cstddef>
#include <vector>

#include "base/byte_range.h"
#include "base/error.h"

namespace magnetar::media {

/// For threads that may wait.
class FilmBytes {
 public:
  virtual ~FilmBytes() = default;
  /// Bytes of the file.
  [[nodiscard]] virtual std::int64_t size() const = 0;
  /// What of the range lies in the file, all of it; waits until it is here. Errors: cancelled, timed_out and
  /// those of the file.
  [[nodiscard]] virtual base::Result<std::vector<std::byte>> read(base::ByteRange range) = 0;
};

}  // namespace magnetar::media
