#pragma once
// Torrents by what a person types.

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "app/cli/daemon_connection.h"
#include "base/error.h"

namespace magnetar::app::cli {

/// All torrents, page by page.
[[nodiscard]] base::Result<std::vector<nlohmann::json>> all_torrents(DaemonConnection& daemon);

/// The one torrent whose id begins with `prefix`. unknown_torrent when there is none, invalid_params when
/// there are several.
[[nodiscard]] base::Result<nlohmann::json> find_torrent(const std::vector<nlohmann::json>& torrents,
                                                        std::string_view prefix);

/// How many characters of each id tell all of them apart; at least 8.
[[nodiscard]] std::size_t unique_prefix(const std::vector<nlohmann::json>& torrents);

}  // namespace magnetar::app::cli
