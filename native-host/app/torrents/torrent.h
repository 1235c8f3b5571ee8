#pragma once
// One torrent of the catalog: its record, its scheduler and what the engine last said of it. Loop thread
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

/// Joins streaming to the engine for one torrent.
class Torrent final {
 public:
  Torrent(library::TorrentRecord record, engine::Engine& engine, BackgroundReads& reads,
          const base::Clock& clock);

  [[nodiscard]] const base::TorrentId& id() const { return record.id; }
  [[nodiscard]] const std::shared_ptr<const engine::Metadata>& metadata() const { return metadata_; }
  /// Null for indexes that are not there, and before metadata.
  [[nodiscard]] const engine::TorrentFile* file(base::FileIndex index) const;
  /// Null before metadata.
  [[nodiscard]] streaming::Scheduler* scheduler() { return scheduler_ ? &*scheduler_ : nullptr; }

  /// Of what happens to its bytes; never null.
  [[nodiscard]] const std::shared_ptr<base::StreamTrace>& trace() const { return trace_; }

  /// Takes metadata, which never changes afterwards, and applies the selection.
  void take_metadata(std::shared_ptr<const engine::Metadata> metadata);
  /// A link to the torrent names these files (BEP 53): the best of them is the main file from now on.
  void prefer(const std::vector<base::FileIndex>& chosen);
  /// Hands the selection of the record to the scheduler.
  void apply_selection();
  /// Asks for the beginning of what is watched first, before anybody opens it; not for what no player takes.
  void warm_up();
  /// What is watched when no file is named: the one that was watched last; when that is over, the next that
  /// is not; the main file of a torrent that nobody has watched, or whose link chose other files.
  [[nodiscard]] std::optional<base::FileIndex> start_file() const { return start_file_; }
  /// What was watched before, the last one in front.
  void set_watched(std::vector<library::WatchedFile> files);
  /// The person stopped watching the file here.
  void note_position(base::FileIndex file, const library::Position& position);
  /// Somebody opens the file: its container is looked into, and the next one is known.
  void opened(const engine::TorrentFile& file);
  void pieces_arrived(std::span<const base::PieceIndex> pieces);
  /// What lay on disk is known.
  void checked();
  /// Somebody else changed files: what was here may be missing, and is checked.
  void files_changed();
  /// The film's length in seconds, once the player knows it.
  void set_duration(base::FileIndex file, double seconds);
  void take_status(const engine::TorrentStatus& status);

  /// Somebody reads a file of it, or did a moment ago.
  [[nodiscard]] bool watched() const { return scheduler_ && scheduler_->active(); }

  /// Counts what has changed and recomputes the state; a change of state begins a new state_since.
  void refresh();
  /// As it was at the last refresh(). Costs the same for any number of files.
  [[nodiscard]] api::TorrentView view() const;
  /// Verified and on the disk.
  [[nodiscard]] std::int64_t bytes_done() { return amounts_.totals().all.done; }
  /// What it takes there: blocks and inodes once they were looked at, and never less than what is verified.
  [[nodiscard]] std::int64_t bytes_on_disk() { return std::max(on_disk, bytes_done()); }
  [[nodiscard]] api::FileView file_view(const engine::TorrentFile& file) const;
  [[nodiscard]] bool active();
  /// A kept file that is whole and has no place among the person's files yet. Looks at some of those that
  /// have changed, so it may find none although there is one, and has to be asked again.
  [[nodiscard]] const engine::TorrentFile* to_place();
  /// How much of each of so many equal parts of the file is here, from 0 to 1.
  [[nodiscard]] std::vector<double> here(const engine::TorrentFile& file, std::size_t parts) const;
  /// Empty when it is not known.
  [[nodiscard]] std::filesystem::path path_of(base::FileIndex file) const;
  /// Bytes that are wanted and not here: of the selected files, of those that are watched, else of the main
  /// file.
  [[nodiscard]] std::int64_t to_come();

  library::TorrentRecord record;
  std::int64_t order = 0;  ///< among all torrents, by when they were added
  bool fetching_torrent_file = false;
  bool in_engine = false;  ///< false until it is restored, and for a URL until it is fetched
  std::optional<base::Error> failure;
  std::optional<base::Error> tracker_refusal;
  std::int64_t missing_room = 0;  ///< bytes of to_come() that the disk has no room for
  std::int64_t on_disk = 0;       ///< bytes that its folder took when it was looked at last
  std::int64_t measured_at = -1;  ///< how many of its bytes were verified then
  bool measuring = false;
  bool was_watched = false;  ///< when it was asked last
  KeptFiles kept;
  std::optional<base::Error> keep_failure;
  bool placing = false;  ///< one of the kept files gets its place

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
  bool wants_missing_ = false;  ///< at the last refresh()
  api::TorrentState state_ = api::TorrentState::finding_peers;
  base::TimePoint state_since_;
};

}  // namespace magnetar::app
