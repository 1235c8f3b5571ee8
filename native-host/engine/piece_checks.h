#pragma once
// The hash checks of one torrent's pieces; libtorrent does not learn of failed ones. libtorrent's network
// thread.

#include <boost/asio/steady_timer.hpp>
#include <cstdint>
#include <functional>
#include <libtorrent/io_context.hpp>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "engine/failed_piece.h"
#include "engine/piece_disk.h"
#include "engine/piece_hashes.h"
#include "engine/piece_store.h"
#include "engine/request_scheduler.h"

namespace magnetar::engine {

/// libtorrent's hash job of a piece is answered when the right bytes are on the disk. A failed piece is
/// requested again, each block of another peer than before. libtorrent drops the second copies; this class
/// compares them. Blocks that differ name their senders, and the hash tells the right copy. The right copy
/// overwrites the wrong one, and the sender of the wrong one is banned. The liar's other unchecked blocks are
/// requested of other peers and overwritten.
///
/// So libtorrent 2.0.8 takes no points from any peer, and asks no peer for the hashes of blocks (BEP 52):
/// its handling of the answers cannot be trusted (libtorrent #8630). libtorrent is told of the failure only
/// in a torrent with v1 hashes alone, when no peer that we ask has the piece.
class PieceChecks : public std::enable_shared_from_this<PieceChecks> {
 public:
  struct World {
    std::unique_ptr<PieceDisk> disk;
    std::shared_ptr<PieceStore> store;
    std::shared_ptr<RequestScheduler> scheduler;
    std::shared_ptr<PieceHashes> hashes;
    /// Runs `work` that takes long on another thread.
    std::function<void(std::function<void()>)> aside;
  };

  PieceChecks(World world, const PieceSizes& sizes, libtorrent::io_context& context);

  /// Checks a piece that is written. `handler` is libtorrent's, and `v2` is valid until it is called.
  void check(std::int32_t piece, libtorrent::span<libtorrent::sha256_hash> v2,
             libtorrent::disk_job_flags_t flags, PieceDisk::HashHandler handler);
  /// A second copy of a block was received.
  void on_copy(const BlockRequest& block, PeerNumber sender, std::span<const std::byte> bytes);
  /// A write of libtorrent's failed; libtorrent drops the piece.
  void on_write_failed(std::int32_t piece, const libtorrent::storage_error& error);
  /// The torrent is being stopped: every job is answered now, and libtorrent ignores the answers.
  void stop();

 private:
  enum class Step { hashing, waits_for_hashes, waits_for_blocks, waits_for_memory, comparing, writing };
  struct Piece {
    PieceDisk::HashHandler handler;
    libtorrent::span<libtorrent::sha256_hash> v2;
    libtorrent::disk_job_flags_t flags;
    libtorrent::sha1_hash v1;  ///< the v1 hash of the last check
    Step step = Step::hashing;
    std::unique_ptr<FailedPiece> failed;
    int reads = 0;                                  ///< under way
    bool looking = false;                           ///< a search on another thread is under way
    int repairs = 0;                                ///< the number of times that right bytes were written
    std::size_t hashed = 0;                         ///< id of the awaited hash job
    std::optional<libtorrent::storage_error> lost;  ///< the error of a write that failed meanwhile
    base::TimePoint asked_at{};
    base::Duration patience{};  ///< time before peers are asked again for the same blocks
  };
  using Pieces = std::map<std::int32_t, Piece>;
  /// Right bytes that are being written over wrong ones.
  struct Overwrite {
    BlockRequest block;
    std::shared_ptr<const KeptBlock> bytes;
    bool failed = false;
  };

  void hash(std::int32_t piece);
  void on_hash(std::int32_t piece, std::size_t job, const libtorrent::sha1_hash& v1,
               const libtorrent::storage_error& error);
  void judge(std::int32_t piece);
  void on_failed(std::int32_t piece);
  void begin_comparing(std::int32_t piece);
  void read_first_copies(std::int32_t piece);
  void take_first_copy(const BlockRequest& block, std::shared_ptr<const KeptBlock> bytes);
  void ask_again(std::int32_t piece);
  void look(std::int32_t piece);
  void on_looked(std::int32_t piece, const CopiesVerdict& verdict, bool complete);
  void repair(std::int32_t piece, const PieceCopies::Choice& right);
  void overwrite(const BlockRequest& block, std::shared_ptr<const KeptBlock> bytes);
  void write(std::size_t id);
  void on_overwritten(std::size_t id, const libtorrent::storage_error& error);
  void go_on_after_writes(std::int32_t piece);
  void ban(const std::map<PeerNumber, int>& liars);
  void distrust(PeerNumber liar);
  void answer(std::int32_t piece, const libtorrent::storage_error& error);
  void tick();
  void schedule();
  [[nodiscard]] bool overwriting(std::int32_t piece) const;
  [[nodiscard]] BlockRequest block_at(std::int32_t piece, std::int32_t block) const;
  [[nodiscard]] bool has_memory_for(std::int32_t piece) const;
  [[nodiscard]] std::shared_ptr<const KeptBlock> keep(std::span<const std::byte> bytes) const;
  [[nodiscard]] std::vector<bool> padding_of(std::int32_t piece) const;
  [[nodiscard]] PeerNumber sole_sender(std::int32_t piece) const;
  [[nodiscard]] bool came_from_elsewhere(std::int32_t piece) const;
  void look_after(std::int32_t piece);
  void write_again();

  const World world_;
  const PieceSizes sizes_;
  libtorrent::io_context& context_;
  boost::asio::steady_timer timer_;
  bool ticking_ = false;
  bool stopped_ = false;
  Pieces pieces_;
  /// Unchecked blocks of liars, until other peers have sent them.
  std::map<std::int32_t, std::set<std::int32_t>> distrusted_;
  std::map<std::size_t, Overwrite> overwrites_;
  std::size_t overwrites_begun_ = 0;
  std::size_t hashes_begun_ = 0;
};

}  // namespace magnetar::engine
