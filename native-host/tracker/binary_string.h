#pragma once
// Binary strings: bytes in JSON as WebTorrent writes them. Each byte is one character, U+0000 to U+00FF.

#include <optional>
#include <string>
#include <string_view>

namespace magnetar::tracker {

/// Returns the bytes of a binary string in UTF-8; no value when it has a character above U+00FF.
[[nodiscard]] std::optional<std::string> from_binary_string(std::string_view utf8);
/// Returns the binary string, in UTF-8, of any bytes.
[[nodiscard]] std::string to_binary_string(std::string_view bytes);

}  // namespace magnetar::tracker
