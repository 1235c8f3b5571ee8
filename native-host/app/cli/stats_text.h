#pragma once
// Statistics of streams as text for people.

#include <nlohmann/json.hpp>
#include <string>

namespace magnetar::app::cli {

/// Formats the answer of `stats.get` (docs/protocol.md) as several lines. With `only_busy`, torrents without
/// viewers and peers are only counted.
[[nodiscard]] std::string stats_text(const nlohmann::json& stats, bool only_busy);

}  // namespace magnetar::app::cli
