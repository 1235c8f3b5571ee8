#pragma once
// What is on disk of one torrent. libtorrent's network thread reports writes and hash checks; a piece can be
// read once it has passed its check and every write into it has ended. Readers on other threads wait here and
// are woken by that report.

#include <condition_variable>
#include <cstdint>
#include <functional>
#include <list>
#include <memory>
#include <mutex>
#include <optional>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include "base/byte_range.h"
#include "base/cancel_token.h"
#include "base/clock.h"
#include "base/error.h"
#include "base/strong_id.h"

namespace magnetar::engine {

/// The readable pieces of one torrent. All methods from any thread; reports come in the order of the events.
class PieceStore : public std::enable_shared_from_this<PieceStore> {
 public:
  /// `on_news` is called on the reporting thread when take_news() has something after having had nothing.
  explicit PieceStore(std::function<void()> on_news) : on_news_(std::move(on_news)) {}

  /// The torrent's storage was opened; nothing is known of its pieces yet.
  void open(std::int32_t piece_count);
  /// What was found on disk, by checking it or from resume data.
  void checked(std::vector<bool> have);
  /// A block of the piece is on its way to the disk.
  void write_started(base::PieceIndex piece);
  /// The write ended. A block that could not be written keeps the piece from being readable until it has
  /// been.
  void write_ended(base::PieceIndex piece, std::int32_t block, bool written);
  void hash_passed(base::PieceIndex piece);
  void hash_failed(base::PieceIndex piece);

  /// Ends every wait, now and later, with `reason`.
  void close(base::Error reason);

  /// Waits until `first` can be read; gives the first piece after it that cannot, or `end`. Errors:
  /// timed_out, cancelled, the reason of close().
  [[nodiscard]] base::Result<base::PieceIndex> wait_for(base::PieceIndex first, base::PieceIndex end,
                                                        base::TimePoint deadline, base::CancelToken& cancel);
  [[nodiscard]] bool readable(base::PieceIndex piece) const;
  /// How many bytes of a range of the torrent's byte sequence lie in readable pieces.
  [[nodiscard]] std::int64_t readable_bytes(base::ByteRange range, std::int64_t piece_length) const;

  /// Pieces that became readable since the last call, in that order.
  [[nodiscard]] std::vector<base::PieceIndex> take_news();
  /// All readable pieces; what take_news() would have told is part of it and forgotten.
  [[nodiscard]] std::vector<bool> take_all();

 private:
  /// A piece between its first write and its becoming readable.
  struct Arriving {
    int writes = 0;                         ///< under way
    std::unordered_set<std::int32_t> lost;  ///< blocks whose last write failed
    bool passed = false;
  };
  struct Waiter {
    base::PieceIndex piece;
    std::condition_variable wake;
  };

  bool is_readable(base::PieceIndex piece) const;
  base::PieceIndex readable_until(base::PieceIndex first, base::PieceIndex end) const;
  bool settle(base::PieceIndex piece);
  void wake_all();
  base::Result<void> wait(std::unique_lock<std::mutex>& lock, Waiter& waiter, base::TimePoint deadline,
                          base::CancelToken& cancel);

  const std::function<void()> on_news_;
  mutable std::mutex mutex_;
  std::vector<bool> readable_;
  std::unordered_map<base::PieceIndex, Arriving> arriving_;
  std::vector<base::PieceIndex> news_;
  std::list<Waiter> waiters_;
  std::optional<base::Error> closed_;
};

}  // namespace magnetar::engine
