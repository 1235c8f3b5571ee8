#pragma once
// One torrent of the session, as the loop thread knows it.

#include <cstdint>
#include <libtorrent/add_torrent_params.hpp>
#include <libtorrent/torrent_handle.hpp>
#include <libtorrent/torrent_status.hpp>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "base/executor.h"
#include "engine/disk_jobs.h"
#include "engine/file_stamps.h"
#include "engine/known_peers.h"
#include "engine/open_files.h"
#include "engine/peer_connector.h"
#include "engine/piece_store.h"
#include "engine/request_scheduler.h"
#include "engine/torrent_data.h"
#include "engine/torrent_files.h"
#include "engine/types.h"

namespace magnetar::engine {

using Priorities = std::vector<std::pair<libtorrent::piece_index_t, libtorrent::download_priority_t>>;

/// Loop thread only; what other threads need of it is in `store` and `data`.
struct TorrentEntry {
  base::TorrentId id;
  libtorrent::torrent_handle handle;
  std::shared_ptr<PieceStore> store;
  std::shared_ptr<FileStamps> stamps;
  std::shared_ptr<RequestScheduler> scheduler;  ///< libtorrent's network thread only, and jobs
  std::shared_ptr<KnownPeers> known = std::make_shared<KnownPeers>();
  std::shared_ptr<PeerConnector> connector;  ///< libtorrent's network thread only
  std::shared_ptr<DiskJobs> jobs = std::make_shared<DiskJobs>();
  libtorrent::add_torrent_params
      source;  ///< what it was added with: trackers, and the info dictionary if known
  std::string folder;
  std::string encoding;  ///< of its names, as the .torrent file declares it, or empty

  std::shared_ptr<const TorrentFiles> files;  ///< the members below are null until metadata
  std::shared_ptr<const Metadata> metadata;
  std::shared_ptr<TorrentData> data;
  std::vector<base::Priority> wanted;  ///< the priority of each piece
  std::size_t missing_wanted = 0;      ///< where the search of has_all_wanted() ended last

  TorrentStatus status;
  bool status_changed = true;
  bool announced = false;              ///< on_metadata was called
  bool checked = false;                ///< libtorrent takes priorities
  bool failed = false;                 ///< on_failure was called, and it has not gone on since
  bool going_on = false;               ///< as soon as its last disk jobs have ended
  int contradictions = 0;              ///< see is_false_contradiction()
  std::unique_ptr<base::Timer> retry;  ///< after a transient error
  bool save_anyway = false;            ///< the last resume data left something out
  bool looked = false;                 ///< its files have been compared with their stamps
  bool checking_files = false;         ///< those that somebody changed
  std::vector<base::FileIndex> files_in_check;
  bool check_again = false;  ///< the storage was closed under the check
  bool lost_pieces = false;  ///< that libtorrent still believes in
  bool reloading = false;    ///< libtorrent takes it anew with the next resume data

  void take_metadata(const libtorrent::torrent_info& info, const std::shared_ptr<OpenFiles>& open_files);
  /// `web_seeds`: how many of its peers are web seeds, which are not counted as people.
  void take_status(const libtorrent::torrent_status& now, int web_seeds);
  void set_done(std::int64_t bytes);
  /// Whether libtorrent's word that v1 and v2 hashes contradict each other means nothing. Version 2.0.8 asks
  /// for hashes of pieces every three seconds, also when it has them. Where a piece is one block, it takes
  /// all pieces whose hash comes a second time for pieces that have passed, and finds that they are not here.
  /// It happens no more when all hashes are known, so such a torrent goes on; but not for ever, since the
  /// hashes may contradict each other indeed.
  [[nodiscard]] bool is_false_contradiction(const libtorrent::error_code& error);
  /// Counts what is on the disk; news of the store are part of it.
  void count_done();
  /// Remembers the changes; gives those that libtorrent must be told now.
  [[nodiscard]] Priorities want(std::span<const PiecePriority> changes);
  /// Whether every wanted piece is on the disk.
  [[nodiscard]] bool has_all_wanted();
  /// All pieces that are wanted.
  [[nodiscard]] Priorities all_wanted() const;
};

}  // namespace magnetar::engine
