#pragma once
// Tells private torrents, which have peers of their own trackers only (BEP 27).

#include <libtorrent/torrent_flags.hpp>
#include <libtorrent/torrent_info.hpp>

namespace magnetar::engine {

/// Whether the torrent is private. Some programs write `private` as a string; libtorrent takes that for not
/// private, and the safe reading is that it is private.
[[nodiscard]] bool is_private(const libtorrent::torrent_info& info);

/// The flags that keep libtorrent from finding peers by any way but trackers.
inline constexpr libtorrent::torrent_flags_t kPrivateFlags = libtorrent::torrent_flags::disable_dht |
                                                             libtorrent::torrent_flags::disable_lsd |
                                                             libtorrent::torrent_flags::disable_pex;

}  // namespace magnetar::engine
