#pragma once
// The origins that `hello` announced: the extension's own pages. Any thread.

#include <deque>
#include <mutex>
#include <string>
#include <string_view>

namespace magnetar::http {

class AllowedOrigins {
 public:
  /// Keeps the 64 announced last.
  void allow(const std::string& origin);
  [[nodiscard]] bool contains(std::string_view origin) const;

 private:
  mutable std::mutex mutex_;
  std::deque<std::string> origins_;
};

}  // namespace magnetar::http
