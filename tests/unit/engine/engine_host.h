#pragma once
// A running engine for tests: its loop on a thread of its own, its events recorded, with waits for them.

#include <chrono>
#include <condition_variable>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "base/loop.h"
#include "engine/engine.h"

namespace magnetar::engine {

/// The events of one torrent so far.
struct Seen {
  std::string torrent_file;
  int metadata = 0;
  int checked = 0;
  std::set<int> pieces;
  std::vector<base::FileIndex> files_changed;  ///< by another program
  std::vector<base::Error> failures;
  std::vector<std::string> refusals;
  std::string resume_data;
  int resume_saves = 0;
  bool removed = false;
  TorrentStatus status;
};

/// Settings of a swarm on this machine only.
[[nodiscard]] NetworkSettings private_swarm();

class EngineHost final : private EngineEvents {
 public:
  explicit EngineHost(EngineOptions options = {private_swarm(), {}});
  ~EngineHost() override;

  /// Runs `work` on the loop thread and waits for it.
  void run(const std::function<void(Engine&)>& work);
  void add(const base::TorrentId& id, const TorrentSource& source, const AddOptions& options);
  void add_magnet(const base::TorrentId& id, const std::string& magnet, const std::filesystem::path& folder);
  /// Gives every piece, or those of one file, this priority.
  void want_all(const base::TorrentId& id, int priority);
  void want_file(const base::TorrentId& id, base::FileIndex file, int priority);
  void want_piece(const base::TorrentId& id, int piece, int priority);
  [[nodiscard]] std::shared_ptr<TorrentData> data(const base::TorrentId& id);
  [[nodiscard]] std::shared_ptr<const Metadata> metadata(const base::TorrentId& id);
  /// The index of the file with this path; fails the test when there is none.
  [[nodiscard]] base::FileIndex file(const base::TorrentId& id, const std::string& path);

  /// Waits until the events of the torrent satisfy `wanted`; false after 30 s.
  [[nodiscard]] bool wait(const base::TorrentId& id, const std::function<bool(const Seen&)>& wanted);
  [[nodiscard]] bool wait_checked(const base::TorrentId& id);
  [[nodiscard]] Seen seen(const base::TorrentId& id);
  /// Waits for the listen port; 0 after 30 s.
  [[nodiscard]] int wait_for_port_other_than(int port);
  /// Orderly stop; afterwards only seen() and session_state() are of use.
  void stop();
  [[nodiscard]] std::string session_state();
  /// Destroys the engine without stop(), which leaves the state of a killed process.
  void destroy();

 private:
  void on_metadata(const base::TorrentId& id, std::string torrent_file) override;
  void on_checked(const base::TorrentId& id) override;
  void on_status(const std::vector<TorrentStatus>& changed, const SessionStatus& session) override;
  void on_pieces(const base::TorrentId& id, std::span<const base::PieceIndex> pieces) override;
  void on_files_changed(const base::TorrentId& id, const std::vector<base::FileIndex>& files) override;
  void on_failure(const base::TorrentId& id, const base::Error& error) override;
  void on_tracker_refused(const base::TorrentId& id, const std::string& message) override;
  void on_resume_data(const base::TorrentId& id, std::string resume_data) override;
  void on_removed(const base::TorrentId& id) override;
  void on_session_state(std::string state) override;

  void record(const base::TorrentId& id, const std::function<void(Seen&)>& note);

  base::Loop loop_;
  std::unique_ptr<Engine> engine_;
  std::unique_ptr<base::Timer> asking_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::map<base::TorrentId, Seen> seen_;
  SessionStatus session_;
  std::string session_state_;
  std::thread thread_;
};

/// The result of read(), as text; waits at most 30 s.
[[nodiscard]] base::Result<std::string> read_some(TorrentData& data, base::FileIndex file,
                                                  std::int64_t offset, std::size_t length,
                                                  base::Duration limit = std::chrono::seconds(30));
/// Reads until `length` bytes or the end of the file.
[[nodiscard]] base::Result<std::string> read_fully(TorrentData& data, base::FileIndex file,
                                                   std::int64_t offset, std::size_t length);

}  // namespace magnetar::engine
