#pragma once
// Encodes a payload as a frame (docs/protocol.md, "Frames"). Pure.

#include <cstddef>
#include <string>
#include <string_view>

#include "base/error.h"

namespace magnetar::messaging {

/// Returns four bytes of length, little endian, and the payload. Errors: invalid_request when the payload is
/// empty or larger than `limit` bytes.
[[nodiscard]] base::Result<std::string> encode_frame(std::string_view payload, std::size_t limit);

}  // namespace magnetar::messaging
