#pragma once
// Percent-encoding of paths and header parameters (RFC 3986 2.1).

#include <optional>
#include <string>
#include <string_view>

namespace magnetar::http {

/// Decodes %XX; no value when an escape is malformed or stands for NUL. "+" stays "+".
[[nodiscard]] std::optional<std::string> percent_decode(std::string_view text);

/// Encodes every byte that is neither an ASCII letter, a digit nor in `kept`.
[[nodiscard]] std::string percent_encode(std::string_view text, std::string_view kept);

}  // namespace magnetar::http
