#pragma once
// Connection ids of the UDP tracker protocol (BEP 15). An id proves that the client receives at its source
// address, so that a spoofed address can neither announce nor draw answers.

#include <boost/asio/ip/address.hpp>
#include <chrono>
#include <cstdint>

#include "base/clock.h"
#include "base/sip_hash.h"

namespace magnetar::tracker {

/// Keeps no state: an id is a keyed hash of the address and of the time window in which it was issued.
class ConnectionIds {
 public:
  /// An id is valid in its window and the next, hence for at least the two minutes of BEP 15.
  static constexpr std::chrono::seconds kWindow{120};

  ConnectionIds(const base::SipKey& secret, const base::Clock& clock) : secret_(secret), clock_(clock) {}

  [[nodiscard]] std::uint64_t give(const boost::asio::ip::address& host) const;
  /// Whether the id is valid for this address, with any port.
  [[nodiscard]] bool good(std::uint64_t id, const boost::asio::ip::address& host) const;

 private:
  [[nodiscard]] std::uint64_t window() const;
  [[nodiscard]] std::uint64_t id_of(const boost::asio::ip::address& host, std::uint64_t window) const;

  const base::SipKey secret_;
  const base::Clock& clock_;
};

}  // namespace magnetar::tracker
