#pragma once
// One torrent of the catalog: its record, its scheduler and its last status from the engine. Loop thread
// only.

#include <algorithm>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "api/views.h"
#include "app/torrents/file_amounts.h"
#include "app/torrents/index_search.h"
#include "app/torrents/kept_files.h"
#include "app/torrents/torrent_state.h"
#include "app/torrents/torrent_swarm.h"
#include "app/torrents/watch_history.h"
#include "base/clock.h"
#include "base/stream_trace.h"
#include "engine/engine.h"
#include "library/library.h"
#include "streaming/scheduler.h"

namespace magnetar::app {

/// Joins streaming and engine for one torrent.
class Torrent final {
 public:
  Torrent(library::TorrentRecord record, engine::Engine& engine, BackgroundReads& reads,
          const base::Clock& clock);

  [[nodiscard]] const base::TorrentId& id() const { return record.id; }
  /// The version 1 hash; empty: there is none, or it is not known yet.
  [[nodiscard]] const std::string& info_hash_v1() const {
    return record.info_hash.v1.empty() ? status_.info_hash.v1 : record.info_hash.v1;
  }
  [[nodiscard]] const std::shared_ptr<const engine::Metadata>& metadata() const { return metadata_; }
  /// Returns null for an unknown index, and before metadata.
  [[nodiscard]] const engine::TorrentFile* file(base::FileIndex index) const;
  /// Returns null before metadata.
  [[nodiscard]] streaming::Scheduler* scheduler() { return scheduler_ ? &*scheduler_ : nullptr; }

  /// The trace of its bytes; never null.
  [[nodiscard]] const std::shared_ptr<base::StreamTrace>& trace() const { return trace_; }

  /// Takes metadata, which never changes afterwards, and applies the selection.
  void take_metadata(std::shared_ptr<const engine::Metadata> metadata);
  /// Notes the files that a link to the torrent names (BEP 53): the best of them becomes the main file.
  void prefer(const std::vector<base::FileIndex>& chosen);
  /// Passes the selection of the record to the scheduler.
  void apply_selection();
  /// Warms up the start file before a player opens it, if a player can play it.
  void warm_up();
  /// Returns the start file: the file watched last; when that is over, the next that is not; the main file of
  /// a torrent that was never watched, or whose link chose other files.
  [[nodiscard]] std::optional<base::FileIndex> start_file() const { return start_file_; }
  /// Sets the files watched before, the last one in front.
  void set_watched(std::vector<library::WatchedFile> files);
  /// Notes the position at which the person stopped.
  void note_position(base::FileIndex file, const library::Position& position);
  /// Called when a player opens the file: searches its container for the index, and sets the next file.
  void opened(const engine::TorrentFile& file);
  void pieces_arrived(std::span<const base::PieceIndex> pieces);
  /// Called when the check of the files on the disk has ended.
  void checked();
  /// Called when another program has changed files: bytes may be missing, and are checked.
  void files_changed();
  /// Sets the film's length in seconds, which the player reports.
  void set_duration(base::FileIndex file, double seconds);
  void take_status(const engine::TorrentStatus& status);

  /// Whether it has viewers, or had one a moment ago.
  [[nodiscard]] bool watched() const { return scheduler_ && scheduler_->active(); }

  /// Counts changes and recomputes the state; a change of state sets state_since.
  void refresh();
  /// Returns the view as of the last refresh(). The cost does not depend on the number of files.
  [[nodiscard]] api::TorrentView view() const;
  /// Returns the verified bytes on the disk.
  [[nodiscard]] std::int64_t bytes_done() { return amounts_.totals().all.done; }
  /// Returns the bytes used on the disk: blocks and inodes once they are measured, and at least the verified
  /// bytes.
  [[nodiscard]] std::int64_t bytes_on_disk() { return std::max(on_disk, bytes_done()); }
  [[nodiscard]] api::FileView file_view(const engine::TorrentFile& file) const;
  [[nodiscard]] bool active();
  /// Returns a complete kept file that is not in the downloads folder yet. A call checks some of the changed
  /// files only, so it may find none although there is one, and has to be repeated.
  [[nodiscard]] const engine::TorrentFile* to_place();
  /// Divides a file into `parts` equal parts and returns for each the verified share, from 0 to 1.
  [[nodiscard]] std::vector<double> here(const engine::TorrentFile& file, std::size_t parts) const;
  /// Returns the path of a file; empty when it is unknown.
  [[nodiscard]] std::filesystem::path path_of(base::FileIndex file) const;
  /// Returns the number of wanted bytes that are missing: of the watched files, and of the selected files or
  /// else the main file.
  [[nodiscard]] std::int64_t to_come();

  library::TorrentRecord record;
  std::int64_t order = 0;  ///< order in which torrents were added
  bool fetching_torrent_file = false;
  bool in_engine = false;  ///< false until it is restored, and for a URL until its file is fetched
  std::optional<base::Error> failure;
  std::optional<base::Error> tracker_refusal;
  std::int64_t missing_room = 0;  ///< bytes of to_come() that the disk has no room for
  std::int64_t on_disk = 0;       ///< bytes of its folder when it was measured last
  std::int64_t measured_at = -1;  ///< its verified bytes at that time
  bool measuring = false;
  bool was_watched = false;  ///< as of the last check
  KeptFiles kept;
  std::optional<base::Error> keep_failure;
  bool placing = false;  ///< a kept file is being put into the downloads folder

 private:
  [[nodiscard]] bool selected(base::FileIndex index) const;
  [[nodiscard]] bool is_extra(base::FileIndex index) const;
  void choose_files();
  void choose_start();
  void count_wanted();
  void look_at_kept(base::PieceIndex piece);
  [[nodiscard]] const engine::TorrentFile* file_at(base::ByteRange place) const;
  [[nodiscard]] bool looks_for_missing() const;
  [[nodiscard]] TorrentFacts facts() const;

  engine::Engine& engine_;
  BackgroundReads& reads_;
  const base::Clock& clock_;
  const std::shared_ptr<base::StreamTrace> trace_ = std::make_shared<base::StreamTrace>();
  std::shared_ptr<const engine::Metadata> metadata_;
  WatchHistory history_;
  std::optional<base::FileIndex> main_file_;
  std::optional<base::FileIndex> start_file_;
  std::vector<bool> extras_;  ///< a bit for each index of a file
  std::optional<base::FileIndex> film_without_ending_;
  std::shared_ptr<engine::TorrentData> data_;
  FileAmounts amounts_;
  std::vector<bool> selected_;  ///< a bit for each index of a file, from the record's selection
  std::optional<TorrentSwarm> swarm_;
  std::optional<streaming::Scheduler> scheduler_;
  std::optional<IndexSearch> index_search_;
  engine::TorrentStatus status_;
  bool wants_missing_ = false;  ///< as of the last refresh()
  api::TorrentState state_ = api::TorrentState::finding_peers;
  base::TimePoint state_since_;
};

}  // namespace magnetar::app
