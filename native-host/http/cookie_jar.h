#pragma once
// The cookies of one fetch (RFC 6265): sites set one with a redirect and expect it in the next request.
// Cookies do not outlive the fetch.

#include <string>
#include <string_view>
#include <vector>

#include "http/url.h"

namespace magnetar::http {

class CookieJar {
 public:
  /// Takes the value of a Set-Cookie field of an answer from `from`. Refuses a domain that is not the host's
  /// own, and all above 20 cookies of 4 KiB.
  void take(const Url& from, std::string_view field);

  /// The value of the Cookie field for a request; "" without cookies.
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
