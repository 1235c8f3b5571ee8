#pragma once
// Checks the piece layers of a v2 .torrent file (BEP 52).

#include <libtorrent/bdecode.hpp>
#include <libtorrent/file_storage.hpp>

#include "base/error.h"

namespace magnetar::engine {

/// Whether `layers`, the dictionary of a .torrent file, has the hashes of every file longer than a piece, and
/// they lead to the root in the metadata. libtorrent 2.0.8 accepts others too, and throws when it writes
/// them. Errors: bad_torrent.
[[nodiscard]] base::Result<void> check_piece_layers(const libtorrent::bdecode_node& layers,
                                                    const libtorrent::file_storage& files);

}  // namespace magnetar::engine
