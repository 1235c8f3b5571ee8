#pragma once
// What a web seed's client has to know of a torrent, from its metadata.

#include <libtorrent/torrent_info.hpp>
#include <memory>

#include "engine/web_seeds.h"

namespace magnetar::engine {

[[nodiscard]] std::shared_ptr<const WebSeedTorrent> web_seed_layout(const libtorrent::torrent_info& info);

}  // namespace magnetar::engine
