#include "engine/store_registry.h"

#include <utility>

namespace magnetar::engine {

void StoreRegistry::add(const std::shared_ptr<void>& torrent, std::shared_ptr<PieceStore> store) {
  Slot& added = *slot(torrent);
  added.store = std::move(store);
  if (added.sizes.count > 0) added.store->open(added.sizes);
}

std::shared_ptr<const StoreRegistry::Slot> StoreRegistry::open(const std::shared_ptr<void>& torrent,
                                                               const PieceSizes& sizes) {
  const std::shared_ptr<Slot> opened = slot(torrent);
  opened->sizes = sizes;
  if (opened->store) opened->store->open(sizes);
  return opened;
}

const std::shared_ptr<StoreRegistry::Slot>& StoreRegistry::slot(const std::shared_ptr<void>& torrent) {
  std::erase_if(slots_, [](const auto& entry) { return entry.first.expired(); });
  auto& found = slots_[torrent];
  if (!found) found = std::make_shared<Slot>();
  return found;
}

}  // namespace magnetar::engine
