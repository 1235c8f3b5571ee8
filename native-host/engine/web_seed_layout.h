#pragma once
// The facts of a torrent's metadata that a web seed client needs.

#include <libtorrent/torrent_info.hpp>
#include <memory>

#include "engine/web_seeds.h"

namespace magnetar::engine {

[[nodiscard]] std::shared_ptr<const WebSeedTorrent> web_seed_layout(const libtorrent::torrent_info& info);

}  // namespace magnetar::engine
