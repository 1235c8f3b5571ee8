#pragma once
// Parameters that several nouns share.

#include <cstddef>
#include <cstdint>
#include <nlohmann/json.hpp>

#include "api/views.h"
#include "base/error.h"
#include "base/strong_id.h"

namespace magnetar::api {

/// The torrent's id: 1 to 64 characters from [a-z0-9]; anything else cannot be one and is unknown_torrent.
[[nodiscard]] base::Result<base::TorrentId> require_id(const nlohmann::json& params);

[[nodiscard]] base::Result<base::FileIndex> require_file(const nlohmann::json& params);

/// `offset`, 0 when absent, and `limit`, `most` when absent and at most that.
[[nodiscard]] base::Result<Page> read_page(const nlohmann::json& params, std::int64_t most);

}  // namespace magnetar::api
