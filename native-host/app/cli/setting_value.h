#pragma once
// Settings as text: parses and formats their values.

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "base/error.h"

namespace magnetar::app::cli {

/// Parses `text` as the type of `like`, the value that the daemon reports: true/false/on/off/yes/no;
/// integers, with a unit K M G T or kB MB GB TB (powers of 1000) or KiB MiB GiB TiB (powers of 1024); any
/// text for strings. Errors: bad_setting with a sentence that names the expected form.
[[nodiscard]] base::Result<nlohmann::json> parse_setting(std::string_view key, std::string_view text,
                                                         const nlohmann::json& like);

/// Returns the bare value, in a form that parse_setting() accepts.
[[nodiscard]] std::string setting_text(const nlohmann::json& value);

/// Returns the value with its unit for people, for example "21.5 GB" or "no limit"; empty when the bare value
/// is clear.
[[nodiscard]] std::string setting_remark(std::string_view key, const nlohmann::json& value);

}  // namespace magnetar::app::cli
