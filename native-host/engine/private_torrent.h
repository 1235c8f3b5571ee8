#pragma once
// Whether a torrent is for the peers of its own trackers alone (BEP 27).

#include <libtorrent/torrent_flags.hpp>
#include <libtorrent/torrent_info.hpp>

namespace magnetar::engine {

/// Some programs write `private` as a string. libtorrent takes that for not private; the safe reading is that
/// it was meant.
[[nodiscard]] bool is_private(const libtorrent::torrent_info& info);

/// What keeps libtorrent from asking anybody else.
inline constexpr libtorrent::torrent_flags_t kPrivateFlags = libtorrent::torrent_flags::disable_dht |
                                                             libtorrent::torrent_flags::disable_lsd |
                                                             libtorrent::torrent_flags::disable_pex;

}  // namespace magnetar::engine
