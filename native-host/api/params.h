#pragma once
// Parameters that several nouns of the protocol share.

#include <cstddef>
#include <cstdint>
#include <nlohmann/json.hpp>

#include "api/views.h"
#include "base/error.h"
#include "base/strong_id.h"

namespace magnetar::api {

/// Reads the torrent's id: 1 to 64 characters from [a-z0-9]; any other text is unknown_torrent.
[[nodiscard]] base::Result<base::TorrentId> require_id(const nlohmann::json& params);

[[nodiscard]] base::Result<base::FileIndex> require_file(const nlohmann::json& params);

/// Reads `offset`, by default 0, and `limit`, by default and at most `most`.
[[nodiscard]] base::Result<Page> read_page(const nlohmann::json& params, std::int64_t most);

}  // namespace magnetar::api
