#include "engine/request_lanes.h"

#include <algorithm>

#include "engine/request_lane.h"

namespace magnetar::engine {
namespace {

// Often enough for a person, seldom enough for a fast swarm.
constexpr std::chrono::milliseconds kLookEvery{5};
// A second request is worth its bytes only if it saves this much.
constexpr std::chrono::milliseconds kWorthwhile{30};
// Blocks that would come later than this are asked for when it is their turn.
constexpr std::chrono::milliseconds kFarEnough{400};
// A peer that has shown nothing gets this long before another is asked.
constexpr std::chrono::milliseconds kTrust{200};

std::size_t block_of(const BlockRequest& request) {
  return static_cast<std::size_t>(request.start / PieceStore::kBlockSize);
}

}  // namespace

void RequestLanes::flush_for(std::int32_t piece) {
  for (RequestLane* lane : lanes_) lane->flush_for(piece);
  serve_waiting(nullptr);
}

void RequestLanes::serve_waiting(const BlockRequest* arrived) {
  const auto now = base::SystemClock().now();
  if (arrived != nullptr && looked_at_ && now - *looked_at_ < kLookEvery) return;
  looked_at_ = now;
  for (const base::PieceIndex piece : store_->waited_for())
    serve(piece.value, missing_blocks(piece.value, arrived), now);
}

bool RequestLanes::asked(const BlockRequest& block) const {
  return std::any_of(lanes_.begin(), lanes_.end(), [&](const RequestLane* lane) {
    const auto requests = lane->asked(block.piece);
    return std::find(requests.begin(), requests.end(), block) != requests.end();
  });
}

void RequestLanes::arrived(const BlockRequest& block) {
  for (RequestLane* lane : lanes_) lane->unpark(block);
}

std::vector<bool> RequestLanes::missing_blocks(std::int32_t piece, const BlockRequest* arrived) const {
  const KeptPiece kept = store_->kept(base::PieceIndex{piece});
  std::vector<bool> missing(kept.size());
  for (std::size_t block = 0; block < kept.size(); ++block) missing[block] = kept[block] == nullptr;
  if (arrived != nullptr && arrived->piece == piece && block_of(*arrived) < missing.size())
    missing[block_of(*arrived)] = false;
  return missing;
}

std::vector<RequestLanes::Holder> RequestLanes::holders(std::int32_t piece, std::size_t blocks) const {
  std::vector<Holder> found(blocks);
  for (RequestLane* lane : lanes_) {
    for (const BlockRequest& request : lane->asked(piece)) {
      const auto block = block_of(request);
      if (block < blocks) found[block] = {lane, request, found[block].lane != nullptr};
    }
  }
  return found;
}

void RequestLanes::serve(std::int32_t piece, const std::vector<bool>& missing, base::TimePoint now) {
  auto found = holders(piece, missing.size());
  for (std::size_t block = 0; block < missing.size(); ++block) {
    if (!missing[block] || found[block].twice) continue;
    if (found[block].lane == nullptr)
      found[block].request = store_->request_of(base::PieceIndex{piece}, static_cast<std::int32_t>(block));
    if (!ask_fastest(found[block], now)) return;
  }
}

/// False when nobody is worth asking now.
bool RequestLanes::ask_fastest(const Holder& holder, base::TimePoint now) {
  RequestLane* fastest = nullptr;
  std::optional<base::Duration> least;
  for (RequestLane* lane : lanes_) {
    if (lane == holder.lane || !lane->may_ask(holder.request.piece)) continue;
    const auto delay = lane->expected_delay(now);
    if (delay && (!least || *delay < *least)) {
      least = delay;
      fastest = lane;
    }
  }
  if (fastest == nullptr || *least > kFarEnough) return false;
  if (holder.lane != nullptr) {
    const auto expected = holder.lane->expected_delay(holder.request, now);
    const base::Duration patience = expected ? *expected : base::Duration(kTrust);
    if (*least * 3 / 2 + kWorthwhile >= patience) return true;
  }
  fastest->ask_beside(holder.request);
  return true;
}

}  // namespace magnetar::engine
