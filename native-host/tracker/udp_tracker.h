#pragma once
// Answers the datagrams of the UDP tracker protocol.

#include <string>
#include <string_view>

#include "tracker/connection_ids.h"
#include "tracker/service.h"
#include "tracker/udp_codec.h"

namespace magnetar::tracker {

class UdpTracker {
 public:
  UdpTracker(const Service& service, const ConnectionIds& ids) : service_(service), ids_(ids) {}

  /// The answer, or nothing (an empty text). Peers are of the family of the sender's address. While it is not
  /// shown that the sender receives at its address, an answer is no longer than the datagram, so that nobody
  /// makes this tracker send more to others than they send themselves.
  [[nodiscard]] std::string answer(std::string_view datagram, const PeerAddress& from);

 private:
  [[nodiscard]] std::string answer(const UdpConnect& request, const boost::asio::ip::address& host) const;
  [[nodiscard]] std::string answer(const UdpAnnounce& request, const boost::asio::ip::address& host);
  [[nodiscard]] std::string answer(const UdpScrape& request, const boost::asio::ip::address& host) const;
  [[nodiscard]] std::string answer(const UdpMalformed& request, const boost::asio::ip::address& host) const;

  Service service_;
  ConnectionIds ids_;
};

}  // namespace magnetar::tracker
