#pragma once
// Figures of streams as a person reads them.

#include <nlohmann/json.hpp>
#include <string>

namespace magnetar::app::cli {

/// The answer of `stats.get` (docs/protocol.md), several lines. With `only_busy` torrents without viewer and
/// peers are only counted.
[[nodiscard]] std::string stats_text(const nlohmann::json& stats, bool only_busy);

}  // namespace magnetar::app::cli
