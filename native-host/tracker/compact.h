#pragma once
// Compact addresses: 4 or 16 bytes and the port, big-endian (BEP 23, BEP 7).

#include <boost/asio/ip/address.hpp>
#include <string>
#include <vector>

#include "tracker/announce.h"

namespace magnetar::tracker {

/// Returns the 4 or 16 bytes of an address.
[[nodiscard]] std::string address_bytes(const boost::asio::ip::address& address);

void append_compact(std::string& text, const PeerAddress& address);

}  // namespace magnetar::tracker
