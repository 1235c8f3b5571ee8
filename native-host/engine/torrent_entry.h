#pragma once
// One torrent of the session, from the view of the loop thread.

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

/// Loop thread only; other threads share `store` and `data`.
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
      source;  ///< the torrent as it was added: trackers, and the info dictionary if known
  std::string folder;
  std::string encoding;  ///< the encoding of its names that the .torrent file declares, or empty

  std::shared_ptr<const TorrentFiles> files;  ///< the members below are null until metadata
  std::shared_ptr<const Metadata> metadata;
  std::shared_ptr<TorrentData> data;
  std::vector<base::Priority> wanted;  ///< the priority of each piece
  std::size_t missing_wanted = 0;      ///< place at which the search of has_all_wanted() ended last

  TorrentStatus status;
  bool status_changed = true;
  bool announced = false;              ///< on_metadata was called
  bool checked = false;                ///< libtorrent takes priorities
  bool failed = false;                 ///< on_failure was called, and the torrent was not resumed since
  bool going_on = false;               ///< it is resumed when its last disk jobs have ended
  int contradictions = 0;              ///< see is_false_contradiction()
  std::unique_ptr<base::Timer> retry;  ///< after a transient error
  bool save_anyway = false;            ///< the last resume data was incomplete
  bool looked = false;                 ///< its files have been compared with their stamps
  bool checking_files = false;         ///< files that another program changed are being checked
  std::vector<base::FileIndex> files_in_check;
  bool check_again = false;  ///< the storage was closed during the check
  bool lost_pieces = false;  ///< libtorrent counts pieces as available that are not
  bool reloading = false;    ///< it is added anew with the next resume data

  void take_metadata(const libtorrent::torrent_info& info, const std::shared_ptr<OpenFiles>& open_files);
  /// `web_seeds`: the number of its peers that are web seeds, which are not counted as people.
  void take_status(const libtorrent::torrent_status& now, int web_seeds);
  void set_done(std::int64_t bytes);
  /// Whether libtorrent's report that v1 and v2 hashes contradict each other is false. Version 2.0.8 asks for
  /// hashes of pieces every three seconds, also for known ones. In a torrent whose pieces are one block, it
  /// takes all pieces whose hash comes a second time for passed, and finds them missing. The report stops
  /// when all hashes are known, so such a torrent is resumed; but not for ever, since the hashes may
  /// contradict each other indeed.
  [[nodiscard]] bool is_false_contradiction(const libtorrent::error_code& error);
  /// Counts the bytes on the disk, including those in the store's news.
  void count_done();
  /// Remembers the changes. Returns those to give to libtorrent now.
  [[nodiscard]] Priorities want(std::span<const PiecePriority> changes);
  /// Whether every wanted piece is on the disk.
  [[nodiscard]] bool has_all_wanted();
  /// The priorities of all wanted pieces.
  [[nodiscard]] Priorities all_wanted() const;
};

}  // namespace magnetar::engine
