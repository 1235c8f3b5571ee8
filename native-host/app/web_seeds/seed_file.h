#pragma once
// The URL of one file of a web seed, and its redirects. Pure.

#include <string>

#include "base/error.h"
#include "http/url.h"

namespace magnetar::app {

class SeedFile {
 public:
  static constexpr int kMostRedirects = 5;

  /// Begins at the URL of the file, before redirects. Errors: bad_source.
  [[nodiscard]] static base::Result<SeedFile> at(const std::string& url);

  [[nodiscard]] const http::Url& url() const { return url_; }
  /// Follows the redirect in the answer to `asked`, and keeps it. Errors: fetch_failed.
  [[nodiscard]] base::Result<void> redirect(const http::Url& asked, const std::string& location);
  /// Called when the redirect's target lacks the file. Returns true when the first URL is worth another try.
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
