#pragma once
// The cookies of one fetch: sites give one with a redirect and want it back behind it (RFC 6265). Nothing is
// kept longer than the fetch.

#include <string>
#include <string_view>
#include <vector>

#include "http/url.h"

namespace magnetar::http {

class CookieJar {
 public:
  /// Takes the value of a Set-Cookie field of an answer of `from`. A domain that is not the host's own is
  /// refused, as is what goes beyond 20 cookies of 4 KiB.
  void take(const Url& from, std::string_view field);

  /// The value of the Cookie field for a request, or "".
  [[nodiscard]] std::string field_for(const Url& to) const;

 private:
  struct Cookie {
    std::string name;
    std::string value;
    std::string host;
    bool subdomains = false;
    bool secure = false;
  };

  std::vector<Cookie> cookies_;
};

}  // namespace magnetar::http
