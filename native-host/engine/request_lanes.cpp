#include "engine/request_lanes.h"

#include <algorithm>

namespace magnetar::engine {
namespace {

// How many blocks in a row a peer that takes batches gets in its turn.
constexpr int kBatch = 4;

}  // namespace

void RequestLanes::open(const PieceSizes& sizes, std::vector<base::ByteRange> padding) {
  picker_.open(sizes, std::move(padding));
  senders_.clear();
  again_.clear();
  hurried_.clear();
}

void RequestLanes::checked(const std::vector<bool>& have, base::TimePoint now) {
  for (std::size_t piece = 0; piece < have.size(); ++piece) {
    const auto index = static_cast<std::int32_t>(piece);
    if (have[piece]) {
      picker_.have(index);
    } else {
      picker_.forget(index);
    }
  }
  fill_all(now);
}

void RequestLanes::want(Priorities changes, base::TimePoint now) {
  for (const auto& [piece, priority] : changes) picker_.want(piece, priority);
  fill_all(now);
}

void RequestLanes::passed(std::int32_t piece) {
  const auto senders = senders_.of(piece);
  for (auto& [peer, lane] : lanes_) {
    if (std::binary_search(senders.begin(), senders.end(), lane.number)) lane.proven = true;
  }
  picker_.have(piece);
  senders_.forget(piece);
  again_.erase(piece);
  hurried_.erase(piece);
}

void RequestLanes::failed(std::int32_t piece, base::TimePoint now) {
  coming_.reset();
  picker_.forget(piece);
  senders_.forget(piece);
  again_.erase(piece);
  fill_all(now);
}

void RequestLanes::arrived(std::int32_t piece, std::int32_t block) {
  const bool known = coming_ && coming_->first.piece == piece && coming_->first.block() == block;
  senders_.wrote(piece, block, known ? coming_->second : 0, picker_.blocks_of(piece));
  coming_.reset();
  picker_.arrived(piece, block);
}

void RequestLanes::lost(std::int32_t piece, std::int32_t block) {
  forget(piece, block);
  halted_ = true;
}

void RequestLanes::forget(std::int32_t piece, std::int32_t block) {
  picker_.lost(piece, block);
  senders_.forget(piece, block);
}

void RequestLanes::ask_again(std::int32_t piece, base::TimePoint now) {
  again_[piece].of_anybody = false;
  for (std::int32_t block = 0; block < picker_.blocks_of(piece); ++block) picker_.lost(piece, block);
  fill_all(now);
}

void RequestLanes::ask_again(std::int32_t piece, std::int32_t block, base::TimePoint now) {
  again_[piece];
  picker_.lost(piece, block);
  fill_all(now);
}

void RequestLanes::suspect(std::int32_t piece, std::set<PeerNumber> peers) {
  if (const auto found = again_.find(piece); found != again_.end()) found->second.suspects = std::move(peers);
}

void RequestLanes::ask_anybody(std::int32_t piece, base::TimePoint now) {
  if (const auto found = again_.find(piece); found != again_.end()) found->second.of_anybody = true;
  fill_all(now);
}

bool RequestLanes::somebody_gives(std::int32_t piece) const {
  return std::ranges::any_of(lanes_, [&](const auto& entry) { return entry.first->gives(piece); });
}

void RequestLanes::ban(PeerNumber peer, int blocks) {
  const std::string address = addresses_[peer];
  const auto known = std::ranges::find(banned_, address, &BannedPeer::address);
  if (known != banned_.end() && !address.empty()) {
    known->blocks += blocks;
  } else {
    banned_.push_back({address, blocks});
  }
  if (!liars_.insert(peer).second) return;
  const auto found =
      std::ranges::find_if(lanes_, [&](const auto& entry) { return entry.second.number == peer; });
  if (found != lanes_.end()) found->first->ban();
}

bool RequestLanes::is_banned(const std::string& address) const {
  return !address.empty() && std::ranges::find(banned_, address, &BannedPeer::address) != banned_.end();
}

void RequestLanes::go_on(base::TimePoint now) {
  halted_ = false;
  fill_all(now);
}

void RequestLanes::limit(std::int64_t bytes_per_second, base::TimePoint now) {
  limit_ = bytes_per_second;
  allowance_ = 0;
  allowance_at_ = now;
  fill_all(now);
}

void RequestLanes::hurry(std::int32_t piece, base::TimePoint now) {
  hurried_.insert(piece);
  fill_all(now);
}

void RequestLanes::remove(PeerWire& peer, base::TimePoint now) {
  const auto found = lanes_.find(&peer);
  if (found == lanes_.end()) return;
  release(found->second.window.clear());
  lanes_.erase(found);
  fill_all(now);
}

void RequestLanes::unchoked(PeerWire& peer, base::TimePoint now) {
  Lane& lane = this->lane(peer);
  lane.open = true;
  lane.resting = false;
  fill(peer, now);
}

void RequestLanes::choked(PeerWire& peer, bool answers_all, base::TimePoint now) {
  Lane& lane = this->lane(peer);
  lane.open = false;
  if (!answers_all) release(lane.window.clear());
  fill_all(now);
}

void RequestLanes::allowed_fast(PeerWire& peer, std::int32_t piece, base::TimePoint now) {
  // BEP 6 speaks of ten; who names more means something else.
  constexpr std::size_t kMostAllowed = 64;
  Lane& lane = this->lane(peer);
  if (lane.allowed.size() < kMostAllowed) lane.allowed.insert(piece);
  fill(peer, now);
}

void RequestLanes::takes_at_most(PeerWire& peer, int requests) {
  lane(peer).window.take_at_most(requests);
}

void RequestLanes::arrived(PeerWire& peer, const BlockRequest& block, base::TimePoint now,
                           std::span<const std::byte> bytes) {
  Lane& lane = this->lane(peer);
  const bool asked = lane.window.arrived(block, now);
  if (asked) picker_.released(block);
  const bool copy = again_.contains(block.piece) && !senders_.of(block.piece, block.block()).empty();
  if (copy && !asked) return fill(peer, now);
  if (picker_.asked_of(block) > 0 && picker_.missing(block)) {
    for (auto& [other, theirs] : lanes_) {
      if (theirs.window.holds(block)) other->cancel(block);
    }
  }
  picker_.arrived(block.piece, block.block());
  if (copy) {
    senders_.repeated(block.piece, block.block(), lane.number, picker_.blocks_of(block.piece));
    if (on_copy_) on_copy_(block, lane.number, bytes);
  } else {
    coming_ = {block, lane.number};
  }
  fill(peer, now);
}

void RequestLanes::rejected(PeerWire& peer, const BlockRequest& block, base::TimePoint now) {
  Lane& lane = this->lane(peer);
  if (!lane.window.gone(block)) return;
  picker_.released(block);
  lane.resting = lane.resting || picker_.missing(block);
  fill_all(now);
}

void RequestLanes::tick(PeerWire& peer, base::TimePoint now) {
  Lane& lane = this->lane(peer);
  lane.resting = false;
  const auto lost = lane.window.give_up(now);
  release(lost);
  if (lost.empty()) {
    fill(peer, now);
  } else {
    fill_all(now);
  }
}

std::int64_t RequestLanes::in_flight() const {
  std::int64_t bytes = 0;
  for (const auto& [peer, lane] : lanes_) bytes += lane.window.bytes();
  return bytes;
}

int RequestLanes::awaited_again() const {
  return static_cast<int>(std::ranges::count_if(
      again_, [&](const auto& entry) { return picker_.priority(entry.first) >= BlockPicker::kUrgent; }));
}

RequestLanes::Lane& RequestLanes::lane(PeerWire& peer) {
  const auto [found, added] = lanes_.try_emplace(&peer);
  if (added) {
    constexpr std::size_t kMostRemembered = 4096;
    found->second.number = ++numbers_;
    addresses_[numbers_] = peer.address();
    if (addresses_.size() > kMostRemembered) addresses_.erase(addresses_.begin());
  }
  return found->second;
}

void RequestLanes::fill(PeerWire& peer, base::TimePoint now) {
  Lane& lane = this->lane(peer);
  while (ask_one(peer, lane, now)) {
  }
}

// A block each in turn, so that lanes share what is urgent.
void RequestLanes::fill_all(base::TimePoint now) {
  std::vector<std::pair<base::Duration, PeerWire*>> ready;
  for (const auto& [peer, lane] : lanes_) {
    if (lane.open || !lane.allowed.empty())
      ready.emplace_back(lane.window.delay(now).value_or(base::Duration{0}), peer);
  }
  std::sort(ready.begin(), ready.end());
  while (!ready.empty())
    std::erase_if(ready, [&](const auto& entry) {
      const auto found = lanes_.find(entry.second);
      return found == lanes_.end() || !ask_in_turn(*entry.second, found->second, now);
    });
}

bool RequestLanes::ask_in_turn(PeerWire& peer, Lane& lane, base::TimePoint now) {
  for (int block = 0; block < (lane.window.takes_batches() ? kBatch : 1); ++block) {
    if (!ask_one(peer, lane, now)) return false;
  }
  return true;
}

void RequestLanes::release(const std::vector<BlockRequest>& blocks) {
  for (const BlockRequest& block : blocks) picker_.released(block);
}

}  // namespace magnetar::engine
