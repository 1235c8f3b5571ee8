#pragma once
// The next bytes of a body: a slice of a file, which the kernel can send, or bytes in memory.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <variant>

#include "base/unique_fd.h"

namespace magnetar::base {

/// A range of an open file. The file was long enough when the slice was made, but may have been truncated
/// since. The sender has to treat a short slice as an error.
struct FileSlice {
  std::shared_ptr<const UniqueFd> file;
  std::int64_t offset = 0;  ///< in the file
  std::int64_t size = 0;    ///< bytes
};

/// A number of bytes in the caller's scratch memory, or a slice of a file.
using BodyBytes = std::variant<std::size_t, FileSlice>;

/// Returns the number of bytes.
[[nodiscard]] inline std::int64_t size_of(const BodyBytes& bytes) {
  const auto* slice = std::get_if<FileSlice>(&bytes);
  return slice != nullptr ? slice->size : static_cast<std::int64_t>(std::get<std::size_t>(bytes));
}

}  // namespace magnetar::base
