#include "app/torrents/kept_files.h"

#include <utility>

namespace magnetar::app {

bool KeptFiles::add(base::FileIndex file) {
  const bool is_new = paths_.try_emplace(file).second;
  changed(file);
  return is_new;
}

bool KeptFiles::drop(base::FileIndex file) {
  const auto found = paths_.find(file);
  if (found == paths_.end() || !found->second.empty()) return false;
  paths_.erase(found);
  changed_.erase(file);
  return true;
}

void KeptFiles::set(base::FileIndex file, std::string path) {
  auto& place = paths_[file];
  if (!place.empty()) --there_;
  if (!path.empty()) ++there_;
  place = std::move(path);
  changed(file);
}

const std::string* KeptFiles::path(base::FileIndex file) const {
  const auto found = paths_.find(file);
  return found == paths_.end() ? nullptr : &found->second;
}

void KeptFiles::changed(base::FileIndex file) {
  const auto* place = path(file);
  if (place == nullptr || !place->empty()) {
    changed_.erase(file);
  } else {
    changed_.insert(file);
  }
}

void KeptFiles::all_changed() {
  for (const auto& [file, place] : paths_) {
    if (place.empty()) changed_.insert(changed_.end(), file);
  }
}

std::optional<base::FileIndex> KeptFiles::take_changed() {
  if (changed_.empty()) return std::nullopt;
  return changed_.extract(changed_.begin()).value();
}

}  // namespace magnetar::app
