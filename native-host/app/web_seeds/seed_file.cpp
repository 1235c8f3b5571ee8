#include "app/web_seeds/seed_file.h"

#include <utility>

namespace magnetar::app {

base::Result<SeedFile> SeedFile::at(const std::string& url) {
  MAGNETAR_TRY(parsed, http::parse_url(url));
  return SeedFile(std::move(parsed));
}

// Several requests under way may get the same redirect, which counts once.
base::Result<void> SeedFile::redirect(const http::Url& asked, const std::string& location) {
  if (!(asked == url_)) return base::success();
  auto target = http::resolve_url(asked, location);
  if (location.empty() || !target)
    return base::Error{base::ErrorCode::fetch_failed, "a redirect that leads to no web address"};
  if (++redirects_ > kMostRedirects) return base::Error{base::ErrorCode::fetch_failed, "too many redirects"};
  url_ = std::move(target.value());
  return base::success();
}

bool SeedFile::go_back() {
  if (url_ == first_ || std::exchange(went_back_, true)) return false;
  url_ = first_;
  return true;
}

}  // namespace magnetar::app
