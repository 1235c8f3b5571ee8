#pragma once
// Finds torrents by a prefix of their id.

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "app/cli/daemon_connection.h"
#include "base/error.h"

namespace magnetar::app::cli {

/// Returns all torrents, page by page.
[[nodiscard]] base::Result<std::vector<nlohmann::json>> all_torrents(DaemonConnection& daemon);

/// Returns the torrent whose id begins with `prefix`. Errors: unknown_torrent when there is none,
/// invalid_params when there are several.
[[nodiscard]] base::Result<nlohmann::json> find_torrent(const std::vector<nlohmann::json>& torrents,
                                                        std::string_view prefix);

/// Returns the number of characters that tell all ids apart; at least 8.
[[nodiscard]] std::size_t unique_prefix(const std::vector<nlohmann::json>& torrents);

}  // namespace magnetar::app::cli
