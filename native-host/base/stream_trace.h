#pragma once
// What happens to a stream's bytes between peers and viewers, as lines of JSON in a file, while somebody
// wants to know.

#include <atomic>
#include <boost/asio/ip/tcp.hpp>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/error.h"
#include "base/strong_id.h"

namespace magnetar::base {

/// Off until start(). Any thread; while it is off, a note costs one relaxed load. The lines are described in
/// docs/protocol.md.
class StreamTrace {
 public:
  using Endpoint = boost::asio::ip::tcp::endpoint;

  /// What a file may hold, in bytes: whoever forgets a trace keeps the disk.
  static constexpr std::int64_t kMostBytes = std::int64_t{64} << 20;

  /// A file grows no longer than `most` bytes; its last line says so.
  explicit StreamTrace(std::int64_t most = kMostBytes) : most_(most) {}
  ~StreamTrace();
  StreamTrace(const StreamTrace&) = delete;
  StreamTrace& operator=(const StreamTrace&) = delete;

  /// Begins `file`, whose folder is there; the clock must outlive the trace. One that is on goes on as it is.
  /// Gives the file that is written. Errors: io_error.
  [[nodiscard]] Result<std::filesystem::path> start(const std::filesystem::path& file, const Clock& clock);
  /// Writes everything out. Gives the file, also when it had become full; nothing when none was begun.
  std::optional<std::filesystem::path> stop();
  [[nodiscard]] bool on() const { return on_.load(std::memory_order_relaxed); }

  /// A request goes out to a peer; `offset` in the piece, in bytes.
  void asked(PieceIndex piece, std::int64_t offset, const Endpoint& peer) {
    if (on()) note_asked(piece, offset, peer);
  }
  /// A block is here; `offset` in the piece, in bytes.
  void received(PieceIndex piece, std::int64_t offset) {
    if (on()) note_received(piece, offset);
  }
  /// A piece passed its hash check, or failed it.
  void verified(PieceIndex piece, bool passed) {
    if (on()) note_verified(piece, passed);
  }
  /// Bytes of the file from `offset` were handed to the viewer's connection; `viewer` is empty if unknown.
  void served(std::string_view viewer, FileIndex file, std::int64_t offset, std::int64_t length) {
    if (on()) note_served(viewer, file, offset, length);
  }

 private:
  void note_asked(PieceIndex piece, std::int64_t offset, const Endpoint& peer);
  void note_received(PieceIndex piece, std::int64_t offset);
  void note_verified(PieceIndex piece, bool passed);
  void note_served(std::string_view viewer, FileIndex file, std::int64_t offset, std::int64_t length);
  void note(std::string_view event, const std::string& members);
  std::string line(std::string_view event, const std::string& members) const;
  void put(const std::string& line);
  void end(std::string_view reason);

  const std::int64_t most_;
  std::atomic<bool> on_ = false;
  std::mutex mutex_;  ///< of all below
  std::ofstream out_;
  std::optional<std::filesystem::path> file_;
  const Clock* clock_ = nullptr;
  TimePoint began_;
  std::int64_t written_ = 0;
};

}  // namespace magnetar::base
