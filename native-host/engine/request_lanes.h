#pragma once
// The lanes of one torrent to its peers: what is asked of them together. libtorrent's network thread.

#include <cstdint>
#include <memory>
#include <optional>
#include <set>
#include <vector>

#include "base/clock.h"
#include "engine/piece_store.h"
#include "engine/request_pacer.h"

namespace magnetar::engine {

class RequestLane;

/// A piece that a reader waits for is not left to libtorrent, which gives out requests as blocks arrive, and
/// repeats one only for pieces with a deadline, looking at those once a second. Here each missing block is
/// asked at once of the peer that will have sent it first, and asked again of a faster one where it hangs on
/// a slow or silent peer; whichever comes first counts. libtorrent takes such blocks as if it had asked for
/// them.
class RequestLanes {
 public:
  explicit RequestLanes(std::shared_ptr<PieceStore> store) : store_(std::move(store)) {}

  void add(RequestLane& lane) { lanes_.insert(&lane); }
  void remove(RequestLane& lane) { lanes_.erase(&lane); }
  [[nodiscard]] const PieceStore& store() const { return *store_; }

  /// Everything that peers were asked for gives way to this piece.
  void flush_for(std::int32_t piece);
  /// Asks for what readers wait for. `arrived` is here but not yet in the store; or null.
  void serve_waiting(const BlockRequest* arrived);
  /// Whether somebody was asked for the block already.
  [[nodiscard]] bool asked(const BlockRequest& block) const;
  /// A block came: who was to be asked for it too need not be.
  void arrived(const BlockRequest& block);

 private:
  struct Holder {
    RequestLane* lane = nullptr;
    BlockRequest request;
    bool twice = false;  ///< two were asked
  };

  [[nodiscard]] std::vector<bool> missing_blocks(std::int32_t piece, const BlockRequest* arrived) const;
  [[nodiscard]] std::vector<Holder> holders(std::int32_t piece, std::size_t blocks) const;
  void serve(std::int32_t piece, const std::vector<bool>& missing, base::TimePoint now);
  [[nodiscard]] bool ask_fastest(const Holder& holder, base::TimePoint now);

  const std::shared_ptr<PieceStore> store_;
  std::set<RequestLane*> lanes_;
  std::optional<base::TimePoint> looked_at_;
};

}  // namespace magnetar::engine
