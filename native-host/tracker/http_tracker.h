#pragma once
// Answers announces and scrapes over HTTP.

#include <boost/asio/ip/address.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "tracker/http_codec.h"
#include "tracker/service.h"

namespace magnetar::tracker {

class HttpTracker {
 public:
  explicit HttpTracker(const Service& service) : service_(service) {}

  /// Returns the bencoded body of a 200 response to a GET of `target`; a refusal is one too, because clients
  /// read `failure reason` from it (BEP 3). No value: the path is neither /announce nor /scrape.
  [[nodiscard]] std::optional<std::string> answer(std::string_view target,
                                                  const boost::asio::ip::address& from);

 private:
  [[nodiscard]] std::string answer(const HttpAnnounce& request, const boost::asio::ip::address& from);
  [[nodiscard]] std::string answer(const HttpScrape& request) const;

  Service service_;
};

}  // namespace magnetar::tracker
