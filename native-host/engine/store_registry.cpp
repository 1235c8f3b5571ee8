#include "engine/store_registry.h"

#include <utility>

namespace magnetar::engine {

void StoreRegistry::add(const std::shared_ptr<void>& torrent, std::shared_ptr<PieceStore> store,
                        std::shared_ptr<RequestLanes> lanes, std::shared_ptr<DiskJobs> jobs,
                        std::shared_ptr<PieceHashes> hashes) {
  Slot& added = *slot(torrent);
  added.store = std::move(store);
  added.lanes = std::move(lanes);
  added.jobs = std::move(jobs);
  added.hashes = std::move(hashes);
  if (added.sizes.count == 0) return;
  added.store->open(added.sizes);
  added.lanes->open(added.sizes, added.padding);
}

std::shared_ptr<const StoreRegistry::Slot> StoreRegistry::open(const std::shared_ptr<void>& torrent,
                                                               const PieceSizes& sizes,
                                                               std::vector<base::ByteRange> padding) {
  const std::shared_ptr<Slot> opened = slot(torrent);
  opened->sizes = sizes;
  opened->padding = std::move(padding);
  if (!opened->store) return opened;
  opened->store->open(sizes);
  opened->lanes->open(sizes, opened->padding);
  return opened;
}

const std::shared_ptr<StoreRegistry::Slot>& StoreRegistry::slot(const std::shared_ptr<void>& torrent) {
  std::erase_if(slots_, [](const auto& entry) { return entry.first.expired(); });
  auto& found = slots_[torrent];
  if (!found) found = std::make_shared<Slot>();
  return found;
}

}  // namespace magnetar::engine
