#pragma once
// A UDP port whose datagrams are answered at once, each by at most one.

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/udp.hpp>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "base/error.h"

namespace magnetar::http {

/// The loop's thread. A datagram that the network does not take at once is dropped, as UDP may drop any.
class DatagramServer {
 public:
  /// The largest datagram that is read; the rest of a longer one is lost.
  static constexpr std::size_t kLargest = 2048;

  /// The answer, or an empty text for none. `datagram` is valid during the call.
  using Answer =
      std::function<std::string(std::string_view datagram, const boost::asio::ip::udp::endpoint& from)>;

  /// Listens; port 0 leaves the choice to the system. An IPv6 address takes no IPv4. Errors: io_error.
  [[nodiscard]] static base::Result<std::unique_ptr<DatagramServer>> open(
      boost::asio::io_context& context, const boost::asio::ip::address& address, std::uint16_t port,
      Answer answer);
  ~DatagramServer();
  DatagramServer(const DatagramServer&) = delete;
  DatagramServer& operator=(const DatagramServer&) = delete;

  [[nodiscard]] std::uint16_t port() const;

 private:
  class Core;
  explicit DatagramServer(std::shared_ptr<Core> core) : core_(std::move(core)) {}

  std::shared_ptr<Core> core_;
};

}  // namespace magnetar::http
