#pragma once
// Values as the JSON of docs/protocol.md.

#include <nlohmann/json.hpp>
#include <string_view>

#include "api/statistics.h"
#include "api/views.h"
#include "library/settings.h"

namespace magnetar::api {

[[nodiscard]] nlohmann::json to_json(const TorrentView& torrent);
[[nodiscard]] nlohmann::json to_json(const DetailsView& details);
/// `http_base` is the beginning of the file's URL.
[[nodiscard]] nlohmann::json to_json(const FileView& file, const base::TorrentId& id,
                                     std::string_view http_base);
[[nodiscard]] nlohmann::json to_json(const StatusView& status);
[[nodiscard]] nlohmann::json to_json(const StatsView& stats);
[[nodiscard]] nlohmann::json to_json(const library::Settings& settings);
/// Returns {code, name, message}.
[[nodiscard]] nlohmann::json to_json(const base::Error& error);

/// Returns the members of `now` that differ from `before`, and the id; null when none differs. `state_since`
/// is a change only together with a change of state, because clients count the seconds themselves.
[[nodiscard]] nlohmann::json torrent_changes(const nlohmann::json& before, const nlohmann::json& now);

}  // namespace magnetar::api
