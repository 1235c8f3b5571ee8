#pragma once
// Reports changes of this machine's addresses, links and routes. libtorrent's network thread.

#include <array>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/address.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/steady_timer.hpp>
#include <functional>
#include <memory>
#include <set>

namespace magnetar::engine {

/// Listens to the kernel (rtnetlink(7)). A change comes as many messages; `changed` is called once they have
/// stopped, with the machine's addresses at that time.
class NetworkWatch : public std::enable_shared_from_this<NetworkWatch> {
 public:
  using Addresses = std::set<boost::asio::ip::address>;
  using Changed = std::function<void(const Addresses&)>;

  NetworkWatch(boost::asio::io_context& context, Changed changed);
  /// Starts listening; without such a socket no change is ever reported.
  void start();

 private:
  void wait();
  void settle();

  const Changed changed_;
  boost::asio::posix::stream_descriptor socket_;
  boost::asio::steady_timer settled_;
  std::array<char, 16 * 1024> buffer_{};
};

/// The addresses of this machine's interfaces.
[[nodiscard]] NetworkWatch::Addresses own_addresses();

}  // namespace magnetar::engine
