#include "http/allowed_origins.h"

#include <algorithm>

namespace magnetar::http {

constexpr std::size_t kLimit = 64;

void AllowedOrigins::allow(const std::string& origin) {
  if (origin.empty()) return;
  const std::lock_guard lock(mutex_);
  std::erase(origins_, origin);
  origins_.push_back(origin);
  if (origins_.size() > kLimit) origins_.pop_front();
}

bool AllowedOrigins::contains(std::string_view origin) const {
  const std::lock_guard lock(mutex_);
  return std::ranges::find(origins_, origin) != origins_.end();
}

std::string AllowedOrigins::list() const {
  const std::lock_guard lock(mutex_);
  std::string list;
  for (const auto& origin : origins_) list += (list.empty() ? "" : " ") + origin;
  return list;
}

}  // namespace magnetar::http
