#pragma once
// Records the way of a stream's bytes from peers to viewers, as lines of JSON in a file, while tracing is on.

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

/// Off until start(). Any thread; while it is off, a note costs one relaxed load. docs/protocol.md describes
/// the lines.
class StreamTrace {
 public:
  using Endpoint = boost::asio::ip::tcp::endpoint;

  /// Limit of a file in bytes, so that a forgotten trace does not fill the disk.
  static constexpr std::int64_t kMostBytes = std::int64_t{64} << 20;

  /// A file stops growing at `most` bytes; its last line says so.
  explicit StreamTrace(std::int64_t most = kMostBytes) : most_(most) {}
  ~StreamTrace();
  StreamTrace(const StreamTrace&) = delete;
  StreamTrace& operator=(const StreamTrace&) = delete;

  /// Begins `file`, whose folder must exist; the clock must outlive the trace. A running trace continues
  /// unchanged. Returns the file that is written. Errors: io_error.
  [[nodiscard]] Result<std::filesystem::path> start(const std::filesystem::path& file, const Clock& clock);
  /// Flushes and closes the file. Returns its path, also when it had reached its limit; no value when no
  /// trace was begun.
  std::optional<std::filesystem::path> stop();
  [[nodiscard]] bool on() const { return on_.load(std::memory_order_relaxed); }

  /// A request was sent to a peer; `offset` in the piece, in bytes.
  void asked(PieceIndex piece, std::int64_t offset, const Endpoint& peer) {
    if (on()) note_asked(piece, offset, peer);
  }
  /// A block has arrived; `offset` in the piece, in bytes.
  void received(PieceIndex piece, std::int64_t offset) {
    if (on()) note_received(piece, offset);
  }
  /// A piece has passed or failed its hash check.
  void verified(PieceIndex piece, bool passed) {
    if (on()) note_verified(piece, passed);
  }
  /// Bytes of the file from `offset` on were sent to the viewer's connection; `viewer` is empty if unknown.
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
  std::mutex mutex_;  ///< guards all members below
  std::ofstream out_;
  std::optional<std::filesystem::path> file_;
  const Clock* clock_ = nullptr;
  TimePoint began_;
  std::int64_t written_ = 0;
};

}  // namespace magnetar::base
