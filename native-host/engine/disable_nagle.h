#pragma once
// Sends small messages to a peer at once.

#include <boost/asio/ip/tcp.hpp>

namespace magnetar::engine {

/// Switches Nagle's algorithm (RFC 896) off for this process's connection between the two ends, if there is
/// one. With it a request waits for the acknowledgement of the one before, a whole round trip. libtorrent
/// 2.0.8 has no setting for that, and does not show its sockets.
void disable_nagle(const boost::asio::ip::tcp::endpoint& here, const boost::asio::ip::tcp::endpoint& there);

}  // namespace magnetar::engine
