#pragma once
// Settings as people write and read them.

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "base/error.h"

namespace magnetar::app::cli {

/// Reads `text` as the type of `like`, the value the daemon reports: true/false/on/off/yes/no; whole numbers,
/// with K M G T or kB MB GB TB (powers of 1000) or KiB MiB GiB TiB (powers of 1024) behind them; anything for
/// strings. bad_setting with a sentence that says what is expected.
[[nodiscard]] base::Result<nlohmann::json> parse_setting(std::string_view key, std::string_view text,
                                                         const nlohmann::json& like);

/// The bare value: what parse_setting() reads.
[[nodiscard]] std::string setting_text(const nlohmann::json& value);

/// The value with its unit for reading, for example "21.5 GB" or "no limit"; empty when the bare value says
/// it all.
[[nodiscard]] std::string setting_remark(std::string_view key, const nlohmann::json& value);

}  // namespace magnetar::app::cli
