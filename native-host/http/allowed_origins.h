#pragma once
// The origins that `hello` announced: those of the extension's own pages. Any thread.

#include <deque>
#include <mutex>
#include <string>
#include <string_view>

namespace magnetar::http {

class AllowedOrigins {
 public:
  /// Adds an origin. At most 64 are kept; the oldest goes first.
  void allow(const std::string& origin);
  [[nodiscard]] bool contains(std::string_view origin) const;
  /// All of them, parted by blanks, as Content-Security-Policy names sources.
  [[nodiscard]] std::string list() const;

 private:
  mutable std::mutex mutex_;
  std::deque<std::string> origins_;
};

}  // namespace magnetar::http
