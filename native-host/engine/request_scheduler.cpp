#include "engine/request_scheduler.h"

#include <algorithm>

namespace magnetar::engine {
namespace {

// The number of blocks in a row that a peer with batches gets in its turn.
constexpr int kBatch = 4;

}  // namespace

void RequestScheduler::open(const PieceSizes& sizes, std::vector<base::ByteRange> padding) {
  picker_.open(sizes, std::move(padding));
  senders_.clear();
  again_.clear();
  hurried_.clear();
}

void RequestScheduler::checked(const std::vector<bool>& have, base::TimePoint now) {
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

void RequestScheduler::want(std::span<const PiecePriority> changes, base::TimePoint now) {
  for (const auto& [piece, priority] : changes) picker_.want(piece.value, priority);
  fill_all(now);
}

void RequestScheduler::passed(std::int32_t piece) {
  const auto senders = senders_.of(piece);
  for (auto& [peer, queue] : queues_) {
    if (std::binary_search(senders.begin(), senders.end(), queue.number)) queue.proven = true;
  }
  picker_.have(piece);
  senders_.forget(piece);
  again_.erase(piece);
  hurried_.erase(piece);
}

void RequestScheduler::failed(std::int32_t piece, base::TimePoint now) {
  coming_.reset();
  picker_.forget(piece);
  senders_.forget(piece);
  again_.erase(piece);
  fill_all(now);
}

void RequestScheduler::arrived(std::int32_t piece, std::int32_t block) {
  const bool known = coming_ && coming_->first.piece == piece && coming_->first.block() == block;
  senders_.wrote(piece, block, known ? coming_->second : 0, picker_.blocks_of(piece));
  coming_.reset();
  picker_.arrived(piece, block);
}

void RequestScheduler::lost(std::int32_t piece, std::int32_t block) {
  forget(piece, block);
  halted_ = true;
}

void RequestScheduler::forget(std::int32_t piece, std::int32_t block) {
  picker_.lost(piece, block);
  senders_.forget(piece, block);
}

void RequestScheduler::ask_again(std::int32_t piece, base::TimePoint now) {
  again_[piece].of_anybody = false;
  for (std::int32_t block = 0; block < picker_.blocks_of(piece); ++block) picker_.lost(piece, block);
  fill_all(now);
}

void RequestScheduler::ask_again(std::int32_t piece, std::int32_t block, base::TimePoint now) {
  again_[piece];
  picker_.lost(piece, block);
  fill_all(now);
}

void RequestScheduler::suspect(std::int32_t piece, std::set<PeerNumber> peers) {
  if (const auto found = again_.find(piece); found != again_.end()) found->second.suspects = std::move(peers);
}

void RequestScheduler::ask_anybody(std::int32_t piece, base::TimePoint now) {
  if (const auto found = again_.find(piece); found != again_.end()) found->second.of_anybody = true;
  fill_all(now);
}

bool RequestScheduler::somebody_gives(std::int32_t piece) const {
  return std::ranges::any_of(queues_, [&](const auto& entry) { return entry.first->gives(piece); });
}

void RequestScheduler::ban(PeerNumber peer, int blocks) {
  const std::string address = addresses_[peer];
  const auto known = std::ranges::find(banned_, address, &BannedPeer::address);
  if (known != banned_.end() && !address.empty()) {
    known->blocks += blocks;
  } else {
    banned_.push_back({address, blocks});
  }
  if (!liars_.insert(peer).second) return;
  const auto found =
      std::ranges::find_if(queues_, [&](const auto& entry) { return entry.second.number == peer; });
  if (found != queues_.end()) found->first->ban();
}

bool RequestScheduler::is_banned(const std::string& address) const {
  return !address.empty() && std::ranges::find(banned_, address, &BannedPeer::address) != banned_.end();
}

void RequestScheduler::go_on(base::TimePoint now) {
  halted_ = false;
  fill_all(now);
}

void RequestScheduler::limit(std::int64_t bytes_per_second, base::TimePoint now) {
  limit_ = bytes_per_second;
  allowance_ = 0;
  allowance_at_ = now;
  fill_all(now);
}

void RequestScheduler::hurry(std::int32_t piece, base::TimePoint now) {
  hurried_.insert(piece);
  fill_all(now);
}

void RequestScheduler::remove(PeerLink& peer, base::TimePoint now) {
  const auto found = queues_.find(&peer);
  if (found == queues_.end()) return;
  release(found->second.window.clear());
  queues_.erase(found);
  fill_all(now);
}

void RequestScheduler::unchoked(PeerLink& peer, base::TimePoint now) {
  PeerQueue& queue = this->queue(peer);
  queue.open = true;
  queue.resting = false;
  fill(peer, now);
}

void RequestScheduler::choked(PeerLink& peer, bool answers_all, base::TimePoint now) {
  PeerQueue& queue = this->queue(peer);
  queue.open = false;
  if (!answers_all) release(queue.window.clear());
  fill_all(now);
}

void RequestScheduler::allowed_fast(PeerLink& peer, std::int32_t piece, base::TimePoint now) {
  // BEP 6 suggests ten pieces; the limit keeps a peer from naming all.
  constexpr std::size_t kMostAllowed = 64;
  PeerQueue& queue = this->queue(peer);
  if (queue.allowed.size() < kMostAllowed) queue.allowed.insert(piece);
  fill(peer, now);
}

void RequestScheduler::takes_at_most(PeerLink& peer, int requests) {
  queue(peer).window.take_at_most(requests);
}

void RequestScheduler::arrived(PeerLink& peer, const BlockRequest& block, base::TimePoint now,
                               std::span<const std::byte> bytes) {
  PeerQueue& queue = this->queue(peer);
  const bool asked = queue.window.arrived(block, now);
  if (asked) picker_.released(block);
  const bool copy = again_.contains(block.piece) && !senders_.of(block.piece, block.block()).empty();
  if (copy && !asked) return fill(peer, now);
  if (picker_.asked_of(block) > 0 && picker_.missing(block)) {
    for (auto& [other, theirs] : queues_) {
      if (theirs.window.holds(block)) other->cancel(block);
    }
  }
  picker_.arrived(block.piece, block.block());
  if (copy) {
    senders_.repeated(block.piece, block.block(), queue.number, picker_.blocks_of(block.piece));
    if (on_copy_) on_copy_(block, queue.number, bytes);
  } else {
    coming_ = {block, queue.number};
  }
  fill(peer, now);
}

void RequestScheduler::rejected(PeerLink& peer, const BlockRequest& block, base::TimePoint now) {
  PeerQueue& queue = this->queue(peer);
  if (!queue.window.gone(block)) return;
  picker_.released(block);
  queue.resting = queue.resting || picker_.missing(block);
  fill_all(now);
}

void RequestScheduler::tick(PeerLink& peer, base::TimePoint now) {
  PeerQueue& queue = this->queue(peer);
  queue.resting = false;
  const auto lost = queue.window.give_up(now);
  release(lost);
  if (lost.empty()) {
    fill(peer, now);
  } else {
    fill_all(now);
  }
}

std::int64_t RequestScheduler::in_flight() const {
  std::int64_t bytes = 0;
  for (const auto& [peer, queue] : queues_) bytes += queue.window.bytes();
  return bytes;
}

int RequestScheduler::awaited_again() const {
  return static_cast<int>(std::ranges::count_if(
      again_, [&](const auto& entry) { return picker_.priority(entry.first) >= base::Priority::urgent; }));
}

RequestScheduler::PeerQueue& RequestScheduler::queue(PeerLink& peer) {
  const auto [found, added] = queues_.try_emplace(&peer);
  if (added) {
    constexpr std::size_t kMostRemembered = 4096;
    found->second.number = ++numbers_;
    addresses_[numbers_] = peer.address();
    if (addresses_.size() > kMostRemembered) addresses_.erase(addresses_.begin());
  }
  return found->second;
}

void RequestScheduler::fill(PeerLink& peer, base::TimePoint now) {
  PeerQueue& queue = this->queue(peer);
  while (ask_one(peer, queue, now)) {
  }
}

// Queues get one block each in turn, so that they share urgent pieces.
void RequestScheduler::fill_all(base::TimePoint now) {
  std::vector<std::pair<base::Duration, PeerLink*>> ready;
  for (const auto& [peer, queue] : queues_) {
    if (queue.open || !queue.allowed.empty())
      ready.emplace_back(queue.window.delay(now).value_or(base::Duration{0}), peer);
  }
  std::sort(ready.begin(), ready.end());
  while (!ready.empty())
    std::erase_if(ready, [&](const auto& entry) {
      const auto found = queues_.find(entry.second);
      return found == queues_.end() || !ask_in_turn(*entry.second, found->second, now);
    });
}

bool RequestScheduler::ask_in_turn(PeerLink& peer, PeerQueue& queue, base::TimePoint now) {
  for (int block = 0; block < (queue.window.takes_batches() ? kBatch : 1); ++block) {
    if (!ask_one(peer, queue, now)) return false;
  }
  return true;
}

void RequestScheduler::release(const std::vector<BlockRequest>& blocks) {
  for (const BlockRequest& block : blocks) picker_.released(block);
}

}  // namespace magnetar::engine
