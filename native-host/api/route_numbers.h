#pragma once
// Numbers in the paths of routes.

#include <cstdint>
#include <optional>
#include <string_view>

#include "base/strong_id.h"

namespace magnetar::api {

/// Reads a number of decimal digits only; no value for other text or a number that does not fit.
[[nodiscard]] std::optional<std::int64_t> whole_number(std::string_view text);

[[nodiscard]] std::optional<base::FileIndex> file_index(std::string_view text);

}  // namespace magnetar::api
