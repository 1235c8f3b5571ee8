#pragma once
// Decides the requests to the peers of one torrent. Pure; time is given. libtorrent's network thread.

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/strong_id.h"
#include "engine/block_picker.h"
#include "engine/block_senders.h"
#include "engine/request_window.h"
#include "engine/types.h"

namespace magnetar::engine {

/// The operations that RequestScheduler needs of one peer's connection.
class PeerLink {
 public:
  virtual ~PeerLink() = default;
  /// Whether the peer would answer a request for the piece.
  [[nodiscard]] virtual bool gives(std::int32_t piece) const = 0;
  virtual void request(const BlockRequest& block) = 0;
  virtual void cancel(const BlockRequest& block) = 0;
  /// The address from which the peer would connect again; empty: not known.
  [[nodiscard]] virtual std::string address() const { return {}; }
  /// The connection ends, and no other to this peer is made or taken.
  virtual void ban() {}
};

/// A peer that was proven to have sent wrong bytes.
struct BannedPeer {
  std::string address;
  int blocks = 0;  ///< wrong blocks found
};

/// Holds a queue for each peer, with only as many requests as keep the peer busy (RequestWindow), so that
/// urgent blocks never wait behind many others. A queue with room gets the next block (BlockPicker), with
/// these exceptions for awaited pieces (`urgent` and `now`):
/// - a queue that would bring the block later than the others bring the whole piece is not asked;
/// - a queue that has fallen silent is tried with one block, which no reader waits for unless all are silent;
/// - a block that hangs on a slow or silent queue is asked of another as well; the first copy counts;
/// - queues of peers without a part in a piece that passed are not asked while the others suffice;
/// - a block of a piece that failed its check is asked of peers that have not sent it yet.
class RequestScheduler {
 public:
  // State of the torrent.
  void open(const PieceSizes& sizes, std::vector<base::ByteRange> padding);
  void checked(const std::vector<bool>& have, base::TimePoint now);
  void want(std::span<const PiecePriority> changes, base::TimePoint now);
  void rank(const std::vector<std::uint32_t>& ranks) { picker_.rank(ranks); }
  void passed(std::int32_t piece);
  void failed(std::int32_t piece, base::TimePoint now);
  /// A block, from any source, is being written to the disk.
  void arrived(std::int32_t piece, std::int32_t block);
  /// The block could not be written: requests stop until go_on().
  void lost(std::int32_t piece, std::int32_t block);
  void go_on(base::TimePoint now);
  /// Complete pieces that wait for their check; forget() is for a block of one that turns out to be missing.
  [[nodiscard]] std::vector<std::int32_t> unchecked() const { return picker_.unchecked(); }
  [[nodiscard]] std::int32_t blocks_of(std::int32_t piece) const { return picker_.blocks_of(piece); }
  void forget(std::int32_t piece, std::int32_t block);
  /// Stops requests until go_on().
  void halt() { halted_ = true; }
  [[nodiscard]] bool halted() const { return halted_; }

  // Doubted pieces.
  using CopyArrived = std::function<void(const BlockRequest&, PeerNumber, std::span<const std::byte>)>;
  /// Sets the function that gets each block that was requested again.
  void on_copy(CopyArrived told) { on_copy_ = std::move(told); }
  /// Requests all blocks of the piece, or one, again, each of peers that have not sent it.
  void ask_again(std::int32_t piece, base::TimePoint now);
  void ask_again(std::int32_t piece, std::int32_t block, base::TimePoint now);
  /// In a piece that is requested again, blocks that these peers sent first come first.
  void suspect(std::int32_t piece, std::set<PeerNumber> peers);
  /// Allows requests of the piece's blocks to peers that have sent them before.
  void ask_anybody(std::int32_t piece, base::TimePoint now);
  /// Whether every block of the piece was received.
  [[nodiscard]] bool complete(std::int32_t piece) const { return picker_.bytes_missing(piece) == 0; }
  /// Whether a peer is asked for a block of the piece now.
  [[nodiscard]] bool is_asked_for(std::int32_t piece) const { return picker_.is_asked_for(piece); }
  /// Whether a connected peer has the piece.
  [[nodiscard]] bool somebody_gives(std::int32_t piece) const;
  [[nodiscard]] const BlockSenders& senders() const { return senders_; }
  [[nodiscard]] bool is_padding(std::int32_t piece, std::int32_t block) const {
    return picker_.is_padding(piece, block);
  }
  [[nodiscard]] base::Priority priority(std::int32_t piece) const { return picker_.priority(piece); }
  /// Bans the peer, which has sent this number of wrong blocks.
  void ban(PeerNumber peer, int blocks);
  [[nodiscard]] bool is_banned(PeerNumber peer) const { return liars_.contains(peer); }
  [[nodiscard]] bool is_banned(const std::string& address) const;
  [[nodiscard]] const std::set<PeerNumber>& liars() const { return liars_; }
  [[nodiscard]] const std::vector<BannedPeer>& banned() const { return banned_; }

  // Limits and late pieces.
  /// Limits requests for pieces without a waiting reader, in bytes per second; 0: no limit.
  void limit(std::int64_t bytes_per_second, base::TimePoint now);
  /// The piece is late: each of its blocks may be asked of one queue more.
  void hurry(std::int32_t piece, base::TimePoint now);
  void relax(std::int32_t piece) { hurried_.erase(piece); }

  // Events of the peers.
  void add(PeerLink& peer) { queue(peer); }
  void remove(PeerLink& peer, base::TimePoint now);
  void unchoked(PeerLink& peer, base::TimePoint now);
  /// The peer chokes us. With the fast extension (BEP 6, `answers_all`) it answers or rejects each request
  /// under way; otherwise it drops them.
  void choked(PeerLink& peer, bool answers_all, base::TimePoint now);
  /// The peer has one piece more.
  void has_more(PeerLink& peer, base::TimePoint now) { fill(peer, now); }
  void takes_at_most(PeerLink& peer, int requests);
  /// The peer serves many requests at a time better (RequestWindow::take_batches).
  void takes_batches(PeerLink& peer) { queue(peer).window.take_batches(); }
  void arrived(PeerLink& peer, const BlockRequest& block, base::TimePoint now,
               std::span<const std::byte> bytes = {});
  /// The peer answers requests for this piece while it chokes us (BEP 6).
  void allowed_fast(PeerLink& peer, std::int32_t piece, base::TimePoint now);
  void rejected(PeerLink& peer, const BlockRequest& block, base::TimePoint now);
  /// Once a second for each peer.
  void tick(PeerLink& peer, base::TimePoint now);

  [[nodiscard]] std::int64_t in_flight() const;
  /// The number of awaited pieces that are requested again.
  [[nodiscard]] int awaited_again() const;

 private:
  struct PeerQueue {
    RequestWindow window;
    PeerNumber number = 0;
    bool open = false;               ///< the peer does not choke us
    bool resting = false;            ///< it has rejected a request lately
    bool proven = false;             ///< it had a part in a piece that passed
    std::set<std::int32_t> allowed;  ///< pieces it gives while it chokes us
    base::TimePoint repeated_at{};
  };
  using PeerQueues = std::map<PeerLink*, PeerQueue>;
  /// A piece that is requested again.
  struct Again {
    std::set<PeerNumber> suspects;
    bool of_anybody = false;
  };

  struct Rates {
    double all = 0;
    double proven = 0;  ///< of peers that had a part in a piece that passed
    std::optional<base::Duration> least_delay;
  };

  PeerQueue& queue(PeerLink& peer);
  void fill(PeerLink& peer, base::TimePoint now);
  void fill_all(base::TimePoint now);
  bool ask_in_turn(PeerLink& peer, PeerQueue& queue, base::TimePoint now);
  bool ask_one(PeerLink& peer, PeerQueue& queue, base::TimePoint now);
  [[nodiscard]] std::optional<BlockRequest> choose(PeerLink& peer, PeerQueue& queue, base::TimePoint now);
  [[nodiscard]] std::optional<BlockRequest> choose_urgent(PeerLink& peer, const PeerQueue& queue,
                                                          base::Priority priority, bool with_care,
                                                          base::TimePoint now) const;
  [[nodiscard]] std::optional<BlockRequest> choose_later(PeerLink& peer, PeerQueue& queue,
                                                         base::TimePoint now);
  template <class Suits>
  [[nodiscard]] std::optional<BlockRequest> choose_again(const PeerQueue& queue, std::int32_t piece,
                                                         const Suits& suits) const;
  [[nodiscard]] std::optional<BlockRequest> hanging(PeerLink& peer, PeerQueue& queue,
                                                    base::TimePoint now) const;
  [[nodiscard]] bool is_worth_repeating(const BlockRequest& block, int asked, base::Duration delay,
                                        base::TimePoint now) const;
  [[nodiscard]] bool is_near_the_best(base::Duration delay, const BlockRequest& block,
                                      base::TimePoint now) const;
  [[nodiscard]] std::optional<BlockRequest> left_over(PeerLink& peer, const PeerQueue& queue,
                                                      base::TimePoint now) const;
  [[nodiscard]] static bool may(const PeerLink& peer, const PeerQueue& queue, std::int32_t piece);
  [[nodiscard]] bool is_new_to(const PeerQueue& queue, const BlockRequest& block) const;
  [[nodiscard]] bool nobody_else(const BlockRequest& block) const;
  [[nodiscard]] Rates rates_for(const BlockRequest& block, base::TimePoint now) const;
  [[nodiscard]] bool trusted(const PeerQueue& queue, const BlockRequest& block, base::TimePoint now) const;
  [[nodiscard]] bool in_time(const PeerQueue& queue, const BlockRequest& block, base::TimePoint now) const;
  /// The time until the first queue that was asked for the block will have brought it.
  [[nodiscard]] base::Duration remaining(const BlockRequest& block, base::TimePoint now) const;
  void release(const std::vector<BlockRequest>& blocks);
  [[nodiscard]] bool within_limit(base::TimePoint now);

  BlockPicker picker_;
  PeerQueues queues_;
  PeerNumber numbers_ = 0;  ///< the last number given
  BlockSenders senders_;
  std::map<std::int32_t, Again> again_;
  std::optional<std::pair<BlockRequest, PeerNumber>> coming_;  ///< the block just handed to libtorrent
  CopyArrived on_copy_;
  std::map<PeerNumber, std::string> addresses_;  ///< of present and former peers
  std::set<PeerNumber> liars_;
  std::vector<BannedPeer> banned_;
  std::set<std::int32_t> hurried_;
  bool halted_ = false;
  std::int64_t limit_ = 0;
  double allowance_ = 0;  ///< bytes that may be requested within the limit
  base::TimePoint allowance_at_{};
};

}  // namespace magnetar::engine
