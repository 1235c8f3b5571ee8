#pragma once
// Answers announces and scrapes over UDP.

#include <string>
#include <string_view>

#include "tracker/connection_ids.h"
#include "tracker/service.h"
#include "tracker/udp_codec.h"

namespace magnetar::tracker {

class UdpTracker {
 public:
  UdpTracker(const Service& service, const ConnectionIds& ids) : service_(service), ids_(ids) {}

  /// Returns the answer; empty when there is none. Peers are of the address family of the sender. Until the
  /// sender has proved that it receives at its address, an answer is no longer than the datagram, so that the
  /// tracker is no amplifier for spoofed addresses.
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
