#pragma once
// Bytes as text: hex, percent-encoding (RFC 3986) and Base64 (RFC 4648). Pure.

#include <optional>
#include <string>
#include <string_view>

namespace magnetar::base {

/// In lower case.
[[nodiscard]] std::string to_hex(std::string_view bytes);
/// Nothing unless `text` is whole pairs of hex digits, in upper or lower case.
[[nodiscard]] std::optional<std::string> from_hex(std::string_view text);

/// Encodes every byte that is neither an ASCII letter, a digit nor in `kept`: by default the unreserved
/// characters (RFC 3986 2.3).
[[nodiscard]] std::string percent_encode(std::string_view text, std::string_view kept = "-._~");

/// Base64 as in RFC 4648, section 4, with padding.
[[nodiscard]] std::string encode_base64(std::string_view bytes);
/// Nothing when the text has other characters, a wrong length or wrong padding.
[[nodiscard]] std::optional<std::string> decode_base64(std::string_view text);

}  // namespace magnetar::base
