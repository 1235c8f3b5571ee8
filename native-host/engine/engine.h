#pragma once
// engine: the BitTorrent session; the only room that includes libtorrent. Every method is called on the loop
// thread and returns at once; libtorrent's own threads stay inside and reach the outside through
// EngineEvents, posted to the loop, and TorrentData, which wakes waiting readers. The daemon owns the one
// Engine.

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/executor.h"
#include "base/stream_trace.h"
#include "engine/torrent_data.h"
#include "engine/torrent_source.h"
#include "engine/types.h"
#include "engine/web_seeds.h"

namespace magnetar::engine {

/// The events of the engine, always called on the loop thread.
class EngineEvents {
 public:
  virtual ~EngineEvents() = default;
  /// The info dictionary is known: Engine::metadata() returns it from now on. `torrent_file` is the .torrent
  /// to keep. Comes once for every torrent, also when it was added from a .torrent file, and before
  /// on_checked().
  virtual void on_metadata(const base::TorrentId& id, std::string torrent_file) = 0;
  /// Data on the disk has been checked (or trusted from resume data) and can be read, without an on_pieces()
  /// for it; priorities take effect from now on. Comes again after on_files_changed().
  virtual void on_checked(const base::TorrentId& id) = 0;
  /// Torrents whose status changed since the last call of Engine::ask_status().
  virtual void on_status(const std::vector<TorrentStatus>& changed, const SessionStatus& session) = 0;
  /// Pieces, at least one, passed their hash check and can be read, from the disk or from memory.
  virtual void on_pieces(const base::TorrentId& id, std::span<const base::PieceIndex> pieces) = 0;
  /// Another program changed these files. Their pieces are not readable until they have been checked; then
  /// on_pieces() comes for the right ones, and on_checked() when the wrong ones can be fetched.
  virtual void on_files_changed(const base::TorrentId& id, const std::vector<base::FileIndex>& files) = 0;
  /// The torrent stopped: disk_full, disk_error or bad_torrent. resume() tries again.
  virtual void on_failure(const base::TorrentId& id, const base::Error& error) = 0;
  /// A tracker refused (tracker_refused); others may still answer.
  virtual void on_tracker_refused(const base::TorrentId& id, const std::string& message) = 0;
  /// Resume data to keep; comes after progress, after pause and during stop().
  virtual void on_resume_data(const base::TorrentId& id, std::string resume_data) = 0;
  /// remove() has finished: files are closed and, if asked for, deleted.
  virtual void on_removed(const base::TorrentId& id) = 0;
  /// Session state (DHT nodes and others), to be given to the next start.
  virtual void on_session_state(std::string state) = 0;
};

struct AddOptions {
  std::filesystem::path folder;  ///< of the torrent's files; made if missing
  std::string resume_data;       ///< from on_resume_data, or empty
  bool paused = false;
  /// Records the events of the torrent's blocks.
  std::shared_ptr<base::StreamTrace> trace = std::make_shared<base::StreamTrace>();
};

class LocalPeers;

struct EngineOptions {
  NetworkSettings network;
  std::string session_state;                           ///< from on_session_state, or empty
  std::int64_t memory_limit = std::int64_t{96} << 20;  ///< see Engine::limit_memory()
  /// Lets peers of this machine join the session; null: there are none.
  std::shared_ptr<LocalPeers> local_peers = nullptr;
  /// Fetches from web seeds and outlives the engine; null: web seeds are not used.
  WebSeedClient* web_seeds = nullptr;
};

/// The session and its torrents.
class Engine {
 public:
  virtual ~Engine() = default;

  /// Adds a torrent without wanted pieces: none is fetched before set_priorities(). Errors: bad_torrent.
  [[nodiscard]] virtual base::Result<void> add(const base::TorrentId& id, const TorrentSource& source,
                                               const AddOptions& options) = 0;
  /// Adds the source's trackers, peers and web seeds that the torrent lacks, and the info dictionary if it is
  /// not known yet (then on_metadata follows). Peers are connected to at once. A private torrent takes
  /// nothing (BEP 27). Errors: unknown_torrent.
  [[nodiscard]] virtual base::Result<void> merge(const base::TorrentId& id, const TorrentSource& source) = 0;
  /// Removes the torrent; answers with on_removed. Unknown ids are ignored, also by the methods below.
  virtual void remove(const base::TorrentId& id, bool delete_files) = 0;
  virtual void pause(const base::TorrentId& id) = 0;
  /// Continues after pause() or on_failure().
  virtual void resume(const base::TorrentId& id) = 0;
  /// Changes the priorities of these pieces and of no others.
  virtual void set_priorities(const base::TorrentId& id, std::span<const PiecePriority> changes) = 0;
  /// The torrent downloads no faster than this, in bytes per second; 0: no limit of its own.
  virtual void limit_download(const base::TorrentId& id, std::int64_t bytes_per_second) = 0;
  /// Has the blocks of a late piece asked of one peer more.
  virtual void hurry(const base::TorrentId& id, base::PieceIndex piece) = 0;
  /// Takes hurry() back.
  virtual void relax(const base::TorrentId& id, base::PieceIndex piece) = 0;
  /// Asks for resume data of one torrent; answers with on_resume_data if something changed since the last
  /// time.
  virtual void save(const base::TorrentId& id) = 0;

  /// The metadata; null before on_metadata.
  [[nodiscard]] virtual std::shared_ptr<const Metadata> metadata(const base::TorrentId& id) const = 0;
  /// The torrent's data; null for an unknown id and before metadata.
  [[nodiscard]] virtual std::shared_ptr<TorrentData> data(const base::TorrentId& id) const = 0;
  /// The tracker URLs from the source and from metadata.
  [[nodiscard]] virtual std::vector<std::string> trackers(const base::TorrentId& id) const = 0;
  /// Looks at the swarms of these torrents. `answer` gets them later, in the order of `ids`, empty for
  /// unknown ids. It is dropped when the engine ends first.
  virtual void ask_swarms(const std::vector<base::TorrentId>& ids,
                          std::function<void(std::vector<SwarmStats>)> answer) = 0;
  [[nodiscard]] virtual MemoryUse memory() const = 0;
  /// The .torrent to keep, with the trackers and web seeds known now; empty before on_metadata.
  [[nodiscard]] virtual std::string torrent_file(const base::TorrentId& id) const = 0;
  /// A magnet link with name and trackers.
  [[nodiscard]] virtual std::string magnet(const base::TorrentId& id) const = 0;

  /// Asks libtorrent for changes; answers once with on_status. The caller asks only while a client looks.
  virtual void ask_status() = 0;
  virtual void apply(const NetworkSettings& network) = 0;
  /// Limits the bytes of awaited blocks that are held in memory until they are on the disk.
  virtual void limit_memory(std::int64_t bytes) = 0;

  /// The first phase of the end: takes no more new peers, and asks for resume data and session state. `done`
  /// is called on the loop when all has been handed over or after `limit`. Afterwards the destructor joins
  /// libtorrent's threads.
  virtual void stop(base::Duration limit, std::function<void()> done) = 0;
};

/// Starts a session. `loop`, `timers` and `events` must outlive it. Errors: io_error when no listen socket
/// can be parsed.
[[nodiscard]] base::Result<std::unique_ptr<Engine>> start_engine(EngineOptions options, base::Executor& loop,
                                                                 base::Timers& timers, EngineEvents& events);

}  // namespace magnetar::engine
