#pragma once
// Base64 (RFC 4648, section 4) as it comes in JSON.

#include <optional>
#include <string>
#include <string_view>

namespace magnetar::api {

/// Nothing when the text has other characters, a wrong length or wrong padding.
[[nodiscard]] std::optional<std::string> decode_base64(std::string_view text);

}  // namespace magnetar::api
