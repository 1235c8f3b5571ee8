#pragma once
// Where one file of a web seed is, and whether it is there. Pure.

#include <string>

#include "base/error.h"
#include "http/url.h"

namespace magnetar::app {

class SeedFile {
 public:
  static constexpr int kMostRedirects = 5;

  /// Errors: bad_source.
  [[nodiscard]] static base::Result<SeedFile> at(const std::string& url);

  [[nodiscard]] const http::Url& url() const { return url_; }
  /// Follows a redirect that `asked` was answered with; it is remembered. Errors: fetch_failed.
  [[nodiscard]] base::Result<void> redirect(const http::Url& asked, const std::string& location);
  /// The file is not where the redirect led. True: it may still be where it was at first.
  [[nodiscard]] bool go_back();
  void answered() { redirects_ = 0, went_back_ = false; }

 private:
  explicit SeedFile(http::Url url) : first_(url), url_(std::move(url)) {}

  http::Url first_;
  http::Url url_;
  int redirects_ = 0;
  bool went_back_ = false;
};

}  // namespace magnetar::app
