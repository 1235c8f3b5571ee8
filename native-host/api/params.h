#pragma once
// Parameters that several nouns share.

#include <cstddef>
#include <cstdint>
#include <nlohmann/json.hpp>

#include "base/error.h"
#include "base/strong_id.h"

namespace magnetar::api {

/// The torrent's id: 1 to 64 characters from [a-z0-9]; anything else cannot be one and is unknown_torrent.
[[nodiscard]] base::Result<base::TorrentId> require_id(const nlohmann::json& params);

[[nodiscard]] base::Result<base::FileIndex> require_file(const nlohmann::json& params);

/// A part of a long list.
struct Page {
  std::size_t offset = 0;
  std::size_t limit = 0;
};

/// `offset`, 0 when absent, and `limit`, `most` when absent and at most that.
[[nodiscard]] base::Result<Page> read_page(const nlohmann::json& params, std::int64_t most);

}  // namespace magnetar::api
