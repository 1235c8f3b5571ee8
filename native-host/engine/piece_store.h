#pragma once
// The downloaded pieces of one torrent. libtorrent's network thread reports blocks, writes and hash checks. A
// piece can be read once it has passed its check and is either wholly on the disk or wholly kept in memory.
// Readers on other threads wait for it and are woken by that report.

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <list>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <span>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include "base/byte_range.h"
#include "base/cancel_token.h"
#include "base/clock.h"
#include "base/error.h"
#include "base/stream_trace.h"
#include "base/strong_id.h"
#include "engine/block_memory.h"
#include "engine/block_request.h"
#include "engine/torrent_data.h"

namespace magnetar::engine {

/// Readable pieces: a run on the disk up to `end`, or one piece in memory.
struct PieceRun {
  base::PieceIndex end;                     ///< the first piece behind the run
  std::shared_ptr<const KeptPiece> memory;  ///< null: the run is on the disk
};

/// The readable pieces of one torrent. All methods from any thread; reports come in the order of the events.
class PieceStore : public std::enable_shared_from_this<PieceStore> {
 public:
  struct News {
    std::vector<base::PieceIndex> readable;  ///< from disk or memory
    std::vector<base::PieceIndex> on_disk;
    std::optional<base::Error> failure;  ///< the disk refused bytes that libtorrent believes to be written
    [[nodiscard]] bool empty() const { return readable.empty() && on_disk.empty() && !failure; }
  };

  /// `on_news` is called on the reporting thread when take_news() has news after having had none. Received
  /// blocks and checks are recorded in `trace`.
  PieceStore(std::shared_ptr<BlockMemory> memory, std::function<void()> on_news,
             std::shared_ptr<base::StreamTrace> trace = std::make_shared<base::StreamTrace>())
      : memory_(std::move(memory)), on_news_(std::move(on_news)), trace_(std::move(trace)) {}

  /// The torrent's storage was opened; the state of its pieces is not known yet.
  void open(const PieceSizes& sizes);
  /// Sets the pieces found on the disk, by a check or from resume data.
  void checked(std::vector<bool> have);
  /// Makes the pieces on the disk unreadable until release().
  void hold();
  void release();
  /// Doubts the pieces [first, end) that are on the disk: they cannot be read before settle_doubt().
  void doubt(base::PieceIndex first, base::PieceIndex end);
  /// The doubted piece to check next: one with a waiting reader, or the first; none if all are settled.
  [[nodiscard]] std::optional<base::PieceIndex> next_doubted() const;
  /// The piece was checked; a wrong one counts as missing.
  void settle_doubt(base::PieceIndex piece, bool right);
  /// Whether the piece will be read soon: then its blocks are kept in memory until they are on the disk.
  void expect(base::PieceIndex piece, bool soon);
  /// A block of the piece is on its way to the disk.
  void write_started(base::PieceIndex piece, std::int32_t block, std::span<const std::byte> bytes);
  /// The write ended. A block that could not be written keeps the piece unreadable until it has been written.
  void write_ended(base::PieceIndex piece, std::int32_t block, bool written);
  void hash_passed(base::PieceIndex piece);
  void hash_failed(base::PieceIndex piece);
  /// The piece failed its check, but its wrong blocks will be written again, so it is not dropped.
  void check_failed(base::PieceIndex piece);
  /// The right bytes of a piece could not be written over the wrong ones.
  void disk_failed(base::Error error);
  /// The blocks of the piece that are kept in memory.
  [[nodiscard]] KeptPiece kept(base::PieceIndex piece) const;
  [[nodiscard]] BlockMemory& memory() const { return *memory_; }

  /// The trace for the requests to peers on behalf of this store.
  [[nodiscard]] base::StreamTrace& trace() const { return *trace_; }

  /// The number of pieces that failed their check.
  [[nodiscard]] std::int64_t hash_failures() const;

  /// Ends every wait, now and later, with `reason`.
  void close(base::Error reason);
  /// No more pieces come until go_on(): ends every wait for a missing piece with `reason`.
  void fail(base::Error reason);
  void go_on();

  /// Waits until `first` can be read. Returns the run that begins with it and ends before `end`. Errors:
  /// timed_out, cancelled, the reasons of close() and fail().
  [[nodiscard]] base::Result<PieceRun> wait_for(base::PieceIndex first, base::PieceIndex end,
                                                base::TimePoint deadline, base::CancelToken& cancel);
  [[nodiscard]] bool readable(base::PieceIndex piece) const;
  /// The first piece in [begin, end) that cannot be read.
  [[nodiscard]] std::optional<base::PieceIndex> first_unreadable(base::PieceIndex begin,
                                                                 base::PieceIndex end) const;
  [[nodiscard]] bool on_disk(base::PieceIndex piece) const;
  /// Whether the piece counts as on the disk, doubted pieces included.
  [[nodiscard]] bool believed(base::PieceIndex piece) const;
  /// The number of bytes of a range of the torrent that lie in pieces on the disk.
  [[nodiscard]] std::int64_t bytes_on_disk(base::ByteRange range, std::int64_t piece_length) const;

  /// The pieces whose bytes_on_disk() changed since a version, as far as they are still recorded.
  [[nodiscard]] DiskChanges changes_since(std::uint64_t version) const;

  /// The changes since the last call, in their order.
  [[nodiscard]] News take_news();
  /// All pieces on the disk. take_news() tells of none of them any more; a failure stays for it.
  [[nodiscard]] std::vector<bool> take_all();

 private:
  /// A piece between its first block and its last write.
  struct Arriving {
    int writes = 0;                         ///< under way
    std::unordered_set<std::int32_t> lost;  ///< blocks whose last write failed
    bool passed = false;
    bool told = false;                ///< the news has reported it as readable
    std::shared_ptr<KeptPiece> kept;  ///< no longer changed once the piece has passed
  };
  struct Waiter {
    base::PieceIndex piece;
    std::condition_variable wake;
  };

  static constexpr std::size_t kChunk = 1024;
  static constexpr std::size_t kMostChanges = 4096;

  void set_on_disk(std::vector<bool> on_disk);
  void mark(base::PieceIndex piece, bool here);
  void all_changed();
  bool inside(base::PieceIndex piece) const;
  bool is_on_disk(base::PieceIndex piece) const;
  std::shared_ptr<const KeptPiece> in_memory(base::PieceIndex piece) const;
  bool is_readable(base::PieceIndex piece) const { return is_on_disk(piece) || in_memory(piece) != nullptr; }
  std::size_t blocks_in(base::PieceIndex piece) const;
  void keep(Arriving& arriving, base::PieceIndex piece, std::int32_t block, std::span<const std::byte> bytes);
  PieceRun run_from(base::PieceIndex first, base::PieceIndex end) const;
  bool settle(base::PieceIndex piece);
  void wake(base::PieceIndex piece);
  void wake_all();
  void doubt_one(base::PieceIndex piece);
  base::Result<void> wait(std::unique_lock<std::mutex>& lock, Waiter& waiter, base::TimePoint deadline,
                          base::CancelToken& cancel);

  const std::shared_ptr<BlockMemory> memory_;
  const std::function<void()> on_news_;
  const std::shared_ptr<base::StreamTrace> trace_;
  mutable std::mutex mutex_;
  PieceSizes sizes_;
  std::vector<bool> on_disk_;
  /// The number of pieces on the disk in each row of kChunk pieces: sums over many pieces are asked for
  /// often.
  std::vector<std::int32_t> on_disk_in_chunk_;
  std::deque<base::PieceIndex> changes_;  ///< the latest changes, at most kMostChanges
  std::uint64_t version_of_changes_ = 1;  ///< the version before the first of them
  bool held_ = false;
  std::set<base::PieceIndex> doubted_;  ///< not counted among the pieces on the disk
  std::unordered_map<base::PieceIndex, Arriving> arriving_;
  std::unordered_set<base::PieceIndex> awaited_;
  News news_;
  std::int64_t hash_failures_ = 0;
  std::list<Waiter> waiters_;
  std::optional<base::Error> closed_;
  std::optional<base::Error> failed_;
};

}  // namespace magnetar::engine
