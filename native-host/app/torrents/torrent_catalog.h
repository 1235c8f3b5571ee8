#pragma once
// The torrents of this user: joins the library (what was added), the engine (what arrives) and the streams
// (what is wanted). Loop thread only; owned by the daemon. Commands are in torrent_catalog.cpp,
// what the engine answers in torrent_catalog_events.cpp.

#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "api/catalog.h"
#include "app/torrents/restore_note.h"
#include "app/torrents/restore_queue.h"
#include "app/torrents/torrent.h"
#include "app/torrents/torrent_url_fetches.h"
#include "base/clock.h"
#include "engine/engine.h"
#include "library/records.h"
#include "library/settings.h"

namespace magnetar::app {

class TorrentCatalog final : public api::Catalog, public engine::EngineEvents {
 public:
  /// What the catalog asks of its owner.
  class World {
   public:
    virtual ~World() = default;
    [[nodiscard]] virtual engine::Engine& engine() = 0;
    [[nodiscard]] virtual const library::Records& library() const = 0;
    [[nodiscard]] virtual const library::Settings& settings() const = 0;
    [[nodiscard]] virtual const base::Clock& clock() const = 0;
    [[nodiscard]] virtual TorrentUrlFetches& url_fetches() = 0;
    [[nodiscard]] virtual BackgroundReads& background_reads() = 0;
    [[nodiscard]] virtual api::CatalogEvents& events() = 0;
    [[nodiscard]] virtual RestoreNote& restore_note() = 0;
    /// Runs work on the loop, later.
    virtual void post(std::function<void()> work) = 0;
    /// Runs `work` on another thread, then `then` on the loop.
    virtual void aside(std::function<void()> work, std::function<void()> then) = 0;
    /// Where the files go that a person keeps. Errors: not_found.
    [[nodiscard]] virtual base::Result<std::filesystem::path> downloads() const = 0;
    /// Puts a file among the person's, on another thread (put_for_person()), then tells on the loop where.
    virtual void place(std::filesystem::path source, std::filesystem::path wanted,
                       std::function<void(base::Result<std::filesystem::path>)> then) = 0;
  };

  explicit TorrentCatalog(World& world);

  /// Brings back the torrents of the library, in the state they were left in: all are listed at once, and
  /// start one after another.
  [[nodiscard]] base::Result<void> restore();
  /// Those that have been back for a while count as restored; to be called now and then.
  void settle_restores();
  /// Restores no more.
  void stop();

  base::Result<api::Added> add(const api::AddRequest& request) override;
  std::size_t count() const override { return torrents_.size(); }
  std::vector<api::TorrentView> list(const api::Page& page) override;
  /// All of them, newest first.
  std::vector<api::TorrentView> list();
  base::Result<api::TorrentView> get(const base::TorrentId& id) override;
  base::Result<api::DetailsView> details(const base::TorrentId& id) override;
  base::Result<std::vector<api::FileView>> files(const base::TorrentId& id) override;
  base::Result<std::vector<double>> here(const base::TorrentId& id, base::FileIndex file,
                                         std::size_t parts) override;
  base::Result<void> pause(const base::TorrentId& id) override;
  base::Result<void> resume(const base::TorrentId& id) override;
  void remove(const base::TorrentId& id, bool delete_data,
              std::function<void(base::Result<void>)> done) override;
  base::Result<void> select(const base::TorrentId& id, const std::vector<base::FileIndex>& files) override;
  base::Result<void> keep_files(const base::TorrentId& id, std::vector<base::FileIndex> files,
                                bool wanted) override;
  base::Result<api::FileView> open_stream(const base::TorrentId& id,
                                          std::optional<base::FileIndex> file) override;
  base::Result<library::Position> position(const base::TorrentId& id, base::FileIndex file) override;
  base::Result<void> set_position(const base::TorrentId& id, base::FileIndex file,
                                  const library::Position& position) override;

  /// Null for an unknown id.
  [[nodiscard]] std::shared_ptr<Torrent> find(const base::TorrentId& id) const;
  [[nodiscard]] std::vector<std::shared_ptr<Torrent>> newest_first() const;
  /// Calls `ready` once metadata is here, perhaps at once; with an error when the torrent is not there or
  /// goes.
  void when_metadata(const base::TorrentId& id,
                     std::function<void(base::Result<std::shared_ptr<Torrent>>)> ready);
  /// Removes the torrents that the cache has no room for, and their files.
  void make_room();
  /// Paces the streams and hurries what is late; to be called every streaming::Scheduler::kTick while
  /// streaming().
  void tick();
  /// Somebody watches, or did a moment ago.
  [[nodiscard]] bool streaming() const;
  /// The settings have changed.
  void apply_settings();
  /// Somebody watches, or selected files are still missing.
  [[nodiscard]] bool busy();
  [[nodiscard]] std::int64_t bytes_used();
  /// What the films take that a person keeps, if that is more than the cache may have; else 0.
  [[nodiscard]] std::int64_t kept_above_limit() const { return kept_above_limit_; }
  [[nodiscard]] const engine::SessionStatus& session_status() const { return session_status_; }

  void on_metadata(const base::TorrentId& id, std::string torrent_file) override;
  void on_checked(const base::TorrentId& id) override;
  void on_status(const std::vector<engine::TorrentStatus>& changed,
                 const engine::SessionStatus& session) override;
  void on_pieces(const base::TorrentId& id, std::span<const base::PieceIndex> pieces) override;
  void on_files_changed(const base::TorrentId& id, const std::vector<base::FileIndex>& files) override;
  void on_failure(const base::TorrentId& id, const base::Error& error) override;
  void on_tracker_refused(const base::TorrentId& id, const std::string& message) override;
  void on_resume_data(const base::TorrentId& id, std::string resume_data) override;
  void on_removed(const base::TorrentId& id) override;
  void on_session_state(std::string state) override;

 private:
  using MetadataWaiter = std::function<void(base::Result<std::shared_ptr<Torrent>>)>;
  struct Removal {
    std::shared_ptr<Torrent> torrent;
    bool delete_data = false;
    std::string reason;
    std::optional<base::TorrentId> replaced_by;
    std::vector<std::function<void(base::Result<void>)>> done;
  };

  std::shared_ptr<Torrent> make(library::TorrentRecord record);
  [[nodiscard]] std::shared_ptr<Torrent> find(const base::InfoHash& info_hash) const;
  [[nodiscard]] bool being_removed(const base::InfoHash& info_hash) const;
  [[nodiscard]] base::Result<api::Added> add_source(const engine::TorrentSource& source,
                                                    const api::AddRequest& request);
  [[nodiscard]] base::Result<api::Added> add_url(const std::string& url, const api::AddRequest& request);
  void merge(const std::shared_ptr<Torrent>& torrent, const engine::TorrentSource& source);
  static void keep_link(library::TorrentRecord& record, const engine::TorrentSource& source);
  [[nodiscard]] library::TorrentRecord new_record(const api::AddRequest& request) const;
  void count_failures();
  void restore_next();
  void begin_restore(const base::TorrentId& id);
  void restore_one(const std::shared_ptr<Torrent>& torrent);
  void start_restored(const std::shared_ptr<Torrent>& torrent, base::Result<engine::TorrentSource> source);
  void restore_now(const base::TorrentId& id);
  void restored(const base::TorrentId& id);
  [[nodiscard]] base::Result<void> start(const std::shared_ptr<Torrent>& torrent,
                                         const engine::TorrentSource& source);
  void fetch_url(const std::shared_ptr<Torrent>& torrent);
  void fetch_exact_source(const std::shared_ptr<Torrent>& torrent, std::vector<std::string> urls);
  /// False when it is no .torrent file, or one of another torrent.
  [[nodiscard]] bool take_exact_source(const std::shared_ptr<Torrent>& torrent,
                                       const base::Result<std::string>& bytes);
  void take_fetched(const std::shared_ptr<Torrent>& torrent, const base::Result<std::string>& bytes);
  /// `found` is a .torrent file or a magnet link.
  [[nodiscard]] base::Result<void> adopt(const std::shared_ptr<Torrent>& torrent, const std::string& found);
  void note_use(Torrent& torrent);
  void measure(const std::shared_ptr<Torrent>& torrent);
  void judge_room(Torrent& torrent);
  [[nodiscard]] std::int64_t can_be_gained_for(const Torrent& torrent, std::uint64_t disk);
  void begin_removal(const std::shared_ptr<Torrent>& torrent, Removal removal);
  void finish_removal(const base::TorrentId& id);
  void take_metadata(const std::shared_ptr<Torrent>& torrent);
  void answer_waiters(const base::TorrentId& id, const base::Result<std::shared_ptr<Torrent>>& answer);
  void place_kept(const std::shared_ptr<Torrent>& torrent);
  void placed(const std::shared_ptr<Torrent>& torrent, base::FileIndex file,
              const base::Result<std::filesystem::path>& path);
  [[nodiscard]] base::Result<void> keep(const Torrent& torrent) const;
  void keep_or_log(const Torrent& torrent) const;

  World& world_;
  std::map<base::TorrentId, std::shared_ptr<Torrent>> torrents_;
  std::map<base::TorrentId, Removal> removals_;
  std::multimap<base::TorrentId, MetadataWaiter> metadata_waiters_;
  engine::SessionStatus session_status_;
  RestoreQueue restores_;
  std::map<base::TorrentId, base::TimePoint> restoring_;  ///< under way, and since when
  std::set<base::TorrentId> suspects_;                    ///< in the library with failures
  std::int64_t next_order_ = 1;
  std::int64_t kept_above_limit_ = 0;
};

}  // namespace magnetar::app
