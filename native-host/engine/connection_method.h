#pragma once
// How a connection to a peer is opened: its transport and its encryption.

#include <boost/asio/ip/tcp.hpp>

namespace magnetar::engine {

/// TCP, or uTP over UDP (BEP 29).
enum class Transport : unsigned char { tcp, utp };

struct ConnectionMethod {
  Transport transport = Transport::tcp;
  bool encrypted = false;  ///< Message Stream Encryption

  bool operator==(const ConnectionMethod&) const = default;
};

using PeerEndpoint = boost::asio::ip::tcp::endpoint;

}  // namespace magnetar::engine
