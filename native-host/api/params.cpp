#include "api/params.h"

#include <algorithm>
#include <limits>

#include "rpc/params.h"

namespace magnetar::api {

base::Result<base::TorrentId> require_id(const nlohmann::json& params) {
  MAGNETAR_TRY(text, rpc::require_string(params, "id", 64));
  const bool plain = std::all_of(text.begin(), text.end(),
                                 [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); });
  if (!plain) return base::Error{base::ErrorCode::unknown_torrent, "there is no torrent of this id", "id"};
  return base::TorrentId{text};
}

base::Result<base::FileIndex> require_file(const nlohmann::json& params) {
  MAGNETAR_TRY(index, rpc::require_int(params, "file", 0, std::numeric_limits<std::int32_t>::max()));
  return base::FileIndex{static_cast<std::int32_t>(index)};
}

base::Result<Page> read_page(const nlohmann::json& params, std::int64_t most) {
  MAGNETAR_TRY(offset, rpc::optional_int(params, "offset", 0, std::numeric_limits<std::int32_t>::max()));
  MAGNETAR_TRY(limit, rpc::optional_int(params, "limit", 1, most));
  return Page{static_cast<std::size_t>(offset.value_or(0)), static_cast<std::size_t>(limit.value_or(most))};
}

}  // namespace magnetar::api
