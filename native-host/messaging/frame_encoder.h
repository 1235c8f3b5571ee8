#pragma once
// Puts a payload into a frame (docs/protocol.md, "Frames"). Pure.

#include <cstddef>
#include <string>
#include <string_view>

#include "base/error.h"

namespace magnetar::messaging {

/// Four bytes of length, little endian, then the payload. invalid_request when the payload is empty or larger
/// than `limit` bytes.
[[nodiscard]] base::Result<std::string> encode_frame(std::string_view payload, std::size_t limit);

}  // namespace magnetar::messaging
