#pragma once
// Bytes in JSON as WebTorrent writes them: each byte is one character, U+0000 to U+00FF.

#include <optional>
#include <string>
#include <string_view>

namespace magnetar::tracker {

/// The bytes of a text in UTF-8; nothing when it holds another character.
[[nodiscard]] std::optional<std::string> from_binary_string(std::string_view utf8);
/// The text, in UTF-8, of any bytes.
[[nodiscard]] std::string to_binary_string(std::string_view bytes);

}  // namespace magnetar::tracker
