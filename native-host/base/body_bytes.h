#pragma once
// The next bytes of a body and where they are: in a file, from where the kernel can send them, or in memory.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <variant>

#include "base/unique_fd.h"

namespace magnetar::base {

/// Bytes that lie in a file which was open, and long enough, a moment ago. The file may have become shorter
/// since: whoever sends the slice finds out and must take that for a failure.
struct FileSlice {
  std::shared_ptr<const UniqueFd> file;
  std::int64_t offset = 0;  ///< in the file
  std::int64_t size = 0;    ///< bytes
};

/// The number of bytes that were put into the scratch memory of the caller, or where they lie.
using BodyBytes = std::variant<std::size_t, FileSlice>;

/// How many bytes it is.
[[nodiscard]] inline std::int64_t size_of(const BodyBytes& bytes) {
  const auto* slice = std::get_if<FileSlice>(&bytes);
  return slice != nullptr ? slice->size : static_cast<std::int64_t>(std::get<std::size_t>(bytes));
}

}  // namespace magnetar::base
