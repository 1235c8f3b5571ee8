#include "media/thumbnail_cache.h"

#include <algorithm>
#include <utility>

namespace magnetar::media {

Picture ThumbnailCache::find(const PictureKey& key) {
  const auto found = entries_.find(key);
  if (found == entries_.end()) return nullptr;
  found->second.used = ++uses_;
  return found->second.picture;
}

void ThumbnailCache::keep(const PictureKey& key, Picture picture) {
  auto& entry = entries_[key];
  if (entry.picture) size_ -= entry.picture->size();
  size_ += picture->size();
  entry = {std::move(picture), ++uses_};
  while (size_ > most_) {
    const auto oldest = std::min_element(entries_.begin(), entries_.end(), [](const auto& a, const auto& b) {
      return a.second.used < b.second.used;
    });
    size_ -= oldest->second.picture->size();
    entries_.erase(oldest);
  }
}

}  // namespace magnetar::media
