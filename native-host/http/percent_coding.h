#pragma once
// Percent-encoding of paths and header parameters (RFC 3986 2.1).

#include <optional>
#include <string>
#include <string_view>

#include "base/coding.h"

namespace magnetar::http {

/// Decodes %XX; no value when an escape is malformed or stands for NUL. "+" stays "+".
[[nodiscard]] std::optional<std::string> percent_decode(std::string_view text);

using base::percent_encode;

}  // namespace magnetar::http
