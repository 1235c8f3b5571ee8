#pragma once
// libtorrent's parameters behind TorrentSource, and conversions of info-hashes and resume data.

#include <libtorrent/add_torrent_params.hpp>
#include <libtorrent/info_hash.hpp>
#include <string>
#include <string_view>

#include "base/error.h"
#include "base/strong_id.h"

namespace magnetar::engine {

struct AddParams {
  libtorrent::add_torrent_params params;
  std::string encoding = {};  ///< the declared encoding of the names in a .torrent file, or empty
};

[[nodiscard]] base::InfoHash to_info_hash(const libtorrent::info_hash_t& hashes);
[[nodiscard]] libtorrent::info_hash_t from_info_hash(const base::InfoHash& info_hash);

/// Takes over pieces, peers and statistics from resume data of the same torrent. Trackers, priorities, paths
/// and flags of `params` stay as they are. Unreadable resume data counts as none.
void merge_resume_data(libtorrent::add_torrent_params& params, std::string_view resume_data);

/// Writes a .torrent file: info dictionary, trackers, and the encoding of its names unless it is empty.
/// Errors: bad_torrent.
[[nodiscard]] base::Result<std::string> write_torrent(const libtorrent::add_torrent_params& params,
                                                      const std::string& encoding = {});

}  // namespace magnetar::engine
