#pragma once
// Takes keys out of a bencoded dictionary (BEP 3) without touching the rest of it.

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace magnetar::bridge {

/// The dictionary without these keys of its first level, byte for byte otherwise. Nothing: `text` is not
/// exactly one bencoded dictionary, or is nested deeper than 16 levels.
[[nodiscard]] std::optional<std::string> without_keys(std::string_view text,
                                                      std::span<const std::string_view> keys);

}  // namespace magnetar::bridge
