#include "engine/store_registry.h"

#include <utility>

namespace magnetar::engine {

void StoreRegistry::add(const std::shared_ptr<void>& torrent, Parts parts) {
  Slot& added = *slot(torrent);
  added.store = std::move(parts.store);
  added.scheduler = std::move(parts.scheduler);
  added.jobs = std::move(parts.jobs);
  added.hashes = std::move(parts.hashes);
  added.stamps = std::move(parts.stamps);
  if (added.sizes.count == 0) return;
  added.store->open(added.sizes);
  added.scheduler->open(added.sizes, added.padding);
}

std::shared_ptr<const StoreRegistry::Slot> StoreRegistry::open(
    const std::shared_ptr<void>& torrent, const PieceSizes& sizes, std::vector<base::ByteRange> padding,
    const std::shared_ptr<FileChecks>& file_checks) {
  const std::shared_ptr<Slot> opened = slot(torrent);
  opened->sizes = sizes;
  opened->padding = std::move(padding);
  opened->file_checks = file_checks;
  if (!opened->store) return opened;
  opened->store->open(sizes);
  opened->scheduler->open(sizes, opened->padding);
  return opened;
}

std::shared_ptr<const StoreRegistry::Slot> StoreRegistry::find(const std::shared_ptr<void>& torrent) const {
  const auto found = slots_.find(torrent);
  return found == slots_.end() ? nullptr : found->second;
}

const std::shared_ptr<StoreRegistry::Slot>& StoreRegistry::slot(const std::shared_ptr<void>& torrent) {
  std::erase_if(slots_, [](const auto& entry) { return entry.first.expired(); });
  auto& found = slots_[torrent];
  if (!found) found = std::make_shared<Slot>();
  return found;
}

}  // namespace magnetar::engine
