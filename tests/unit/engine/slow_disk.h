#pragma once
// libtorrent's disk with late completions of writes, like a slow disk.

#include <libtorrent/config.hpp>
#include <libtorrent/disk_buffer_holder.hpp>
#include <libtorrent/disk_interface.hpp>
#include <libtorrent/file_storage.hpp>
#include <libtorrent/io_context.hpp>
#include <libtorrent/peer_request.hpp>
#include <memory>

#include "base/clock.h"

namespace magnetar::engine {

/// `inner`, with each write completed `delay` later. Completion handlers run in `context`.
[[nodiscard]] std::unique_ptr<libtorrent::disk_interface> slow_disk(
    libtorrent::io_context& context, std::unique_ptr<libtorrent::disk_interface> inner, base::Duration delay);

}  // namespace magnetar::engine
