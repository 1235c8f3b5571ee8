#include "engine/failed_piece.h"

#include <algorithm>
#include <utility>

namespace magnetar::engine {

void FailedPiece::add(std::int32_t block, PeerNumber sender, std::shared_ptr<const KeptBlock> bytes) {
  copies_.add(block, sender, std::move(bytes));
  ++changes_;
}

bool FailedPiece::is_worth_a_look(bool complete) const {
  if (complete) return changes_ != looked_at_;
  const auto peers = alone();
  return std::ranges::any_of(peers, [&](PeerNumber peer) { return !looked_into_.contains(peer); });
}

void FailedPiece::looked(bool complete) {
  if (complete) looked_at_ = changes_;
  looked_into_.merge(alone());
}

/// Peers that may be the only liar, and have sent no block that no other peer has sent.
std::set<PeerNumber> FailedPiece::alone() const {
  std::set<PeerNumber> peers;
  if (copies_.differing().empty()) return peers;
  for (const PeerNumber peer : copies_.suspects()) {
    if (peer != 0 && !copies_.only_by(peer)) peers.insert(peer);
  }
  return peers;
}

CopiesVerdict look_for_right(const PieceCopies& copies, const std::vector<bool>& padding,
                             const std::set<PeerNumber>& liars, bool complete,
                             const std::function<bool(const PieceCopies::Choice&)>& right,
                             const std::function<bool()>& enough) {
  CopiesVerdict verdict{find_right(copies, liars, right, enough), {}};
  if (verdict.right || !complete) return verdict;
  std::set<PeerNumber> peers;
  for (std::size_t block = 0; block < copies.blocks(); ++block) {
    for (const auto& copy : copies.of(block)) peers.insert(copy.senders.begin(), copy.senders.end());
  }
  peers.erase(0);
  for (const PeerNumber peer : peers) {
    const auto choice = copies.all_by(peer, padding);
    if (!choice) continue;
    if (right(*choice)) return {choice, {}};
    verdict.exposed.insert(peer);
  }
  return verdict;
}

}  // namespace magnetar::engine
