#pragma once
// What the peers of one torrent are asked for. Pure; time is given. libtorrent's network thread.

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/strong_id.h"
#include "engine/block_picker.h"
#include "engine/request_window.h"

namespace magnetar::engine {

/// What RequestLanes asks of one peer's connection.
class PeerWire {
 public:
  virtual ~PeerWire() = default;
  /// Whether the peer would answer a request for the piece.
  [[nodiscard]] virtual bool gives(std::int32_t piece) const = 0;
  virtual void request(const BlockRequest& block) = 0;
  virtual void cancel(const BlockRequest& block) = 0;
};

/// A lane for each peer, with no more on it than keeps the peer busy (RequestWindow), so that what is wanted
/// now never waits behind much. Where a lane has room it is given the next block (BlockPicker), with these
/// exceptions for pieces that somebody waits for (priorities 6 and 7):
/// - a lane that would bring the block later than the others bring the whole piece is not asked;
/// - a lane that has fallen silent is tried with one block, which nobody waits for unless all are silent;
/// - a block that hangs on a slow or silent lane is asked of another as well; whichever comes first counts;
/// - a piece that failed its check is asked of one lane alone: then libtorrent knows who lies.
class RequestLanes {
 public:
  using Priorities = std::span<const std::pair<std::int32_t, int>>;

  // What is known of the torrent.
  void open(const PieceSizes& sizes, std::vector<base::ByteRange> padding);
  void checked(const std::vector<bool>& have, base::TimePoint now);
  void want(Priorities changes, base::TimePoint now);
  void rank(const std::vector<std::uint32_t>& ranks) { picker_.rank(ranks); }
  void passed(std::int32_t piece);
  void failed(std::int32_t piece, base::TimePoint now);
  /// A block is on its way to the disk, from wherever it came.
  void arrived(std::int32_t piece, std::int32_t block) { picker_.arrived(piece, block); }
  /// It could not be written: nothing is asked for until go_on().
  void lost(std::int32_t piece, std::int32_t block);
  void go_on(base::TimePoint now);
  /// Pieces that wait for their check, and what is found out about one of their blocks: it is not here.
  [[nodiscard]] std::vector<std::int32_t> unchecked() const { return picker_.unchecked(); }
  [[nodiscard]] std::int32_t blocks_of(std::int32_t piece) const { return picker_.blocks_of(piece); }
  void forget(std::int32_t piece, std::int32_t block) { picker_.lost(piece, block); }

  // What is wanted of the swarm.
  /// Bytes per second asked for beyond what somebody waits for; 0: no limit.
  void limit(std::int64_t bytes_per_second, base::TimePoint now);
  /// The piece is late: each of its blocks may be asked of one lane more.
  void hurry(std::int32_t piece, base::TimePoint now);
  void relax(std::int32_t piece) { hurried_.erase(piece); }

  // What happens at the peers.
  void add(PeerWire& peer) { lanes_.try_emplace(&peer); }
  void remove(PeerWire& peer, base::TimePoint now);
  void unchoked(PeerWire& peer, base::TimePoint now);
  /// A peer that answers every request also says of each that was under way what becomes of it (BEP 6);
  /// others forget them.
  void choked(PeerWire& peer, bool answers_all, base::TimePoint now);
  /// The peer has one piece more.
  void has_more(PeerWire& peer, base::TimePoint now) { fill(peer, now); }
  void takes_at_most(PeerWire& peer, int requests);
  void arrived(PeerWire& peer, const BlockRequest& block, base::TimePoint now);
  void rejected(PeerWire& peer, const BlockRequest& block, base::TimePoint now);
  /// Once a second for each peer.
  void tick(PeerWire& peer, base::TimePoint now);

  [[nodiscard]] std::int64_t in_flight() const;

 private:
  struct Lane {
    RequestWindow window;
    bool open = false;     ///< the peer does not choke us
    bool resting = false;  ///< it has refused something lately
    base::TimePoint repeated_at{};
  };
  using Lanes = std::map<PeerWire*, Lane>;

  void fill(PeerWire& peer, base::TimePoint now);
  void fill_all(base::TimePoint now);
  bool ask_one(PeerWire& peer, Lane& lane, base::TimePoint now);
  [[nodiscard]] std::optional<BlockRequest> choose(PeerWire& peer, Lane& lane, base::TimePoint now);
  [[nodiscard]] std::optional<BlockRequest> choose_later(PeerWire& peer, Lane& lane, base::TimePoint now);
  [[nodiscard]] std::optional<BlockRequest> hanging(PeerWire& peer, Lane& lane, base::TimePoint now) const;
  [[nodiscard]] std::optional<BlockRequest> left_over(PeerWire& peer, const Lane& lane,
                                                      base::TimePoint now) const;
  [[nodiscard]] bool may(PeerWire& peer, std::int32_t piece) const;
  [[nodiscard]] bool nobody_else(std::int32_t piece) const;
  [[nodiscard]] bool in_time(const Lane& lane, std::int32_t piece, base::TimePoint now) const;
  /// When the first of those who were asked for the block will have sent it.
  [[nodiscard]] base::Duration remaining(const BlockRequest& block, base::TimePoint now) const;
  void release(const std::vector<BlockRequest>& blocks);
  void drop_parole(const PeerWire& peer);
  [[nodiscard]] bool within_limit(base::TimePoint now);

  BlockPicker picker_;
  Lanes lanes_;
  std::map<std::int32_t, const PeerWire*> parole_;  ///< pieces that failed, and who is asked alone; or null
  std::set<std::int32_t> hurried_;
  bool halted_ = false;
  std::int64_t limit_ = 0;
  double allowance_ = 0;  ///< bytes that may be asked for within the limit
  base::TimePoint allowance_at_{};
};

}  // namespace magnetar::engine
