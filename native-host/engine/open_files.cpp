#include "engine/open_files.h"

#include <fcntl.h>

#include <algorithm>
#include <cerrno>
#include <system_error>

namespace magnetar::engine {

base::Result<OpenFiles::File> OpenFiles::open(const void* owner, base::FileIndex index,
                                              const std::filesystem::path& path) {
  const std::lock_guard lock(mutex_);
  const auto found = std::find_if(entries_.begin(), entries_.end(), [&](const Entry& entry) {
    return entry.owner == owner && entry.index == index;
  });
  if (found != entries_.end()) {
    entries_.splice(entries_.begin(), entries_, found);
    return found->file;
  }
  base::UniqueFd fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!fd) {
    const bool missing = errno == ENOENT || errno == ENOTDIR;
    return base::Error{missing ? base::ErrorCode::not_found : base::ErrorCode::disk_error,
                       "cannot open: " + std::generic_category().message(errno), path.string()};
  }
  entries_.push_front({owner, index, std::make_shared<const base::UniqueFd>(std::move(fd))});
  if (entries_.size() > limit_) entries_.pop_back();
  return entries_.front().file;
}

void OpenFiles::forget(const void* owner) {
  const std::lock_guard lock(mutex_);
  entries_.remove_if([owner](const Entry& entry) { return entry.owner == owner; });
}

}  // namespace magnetar::engine
