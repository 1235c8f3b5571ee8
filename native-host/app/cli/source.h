#pragma once
// The sources of a torrent that `stream` accepts.

#include <nlohmann/json.hpp>
#include <string>

#include "base/error.h"

namespace magnetar::app::cli {

/// Returns the params of torrents.add: the bytes of a .torrent file on this machine, otherwise the text,
/// which the daemon checks. Errors: not_found when it looks like a path and there is no file; bad_torrent for
/// a file above 10 MiB.
[[nodiscard]] base::Result<nlohmann::json> add_params(const std::string& source);

}  // namespace magnetar::app::cli
