#include <ifaddrs.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <boost/asio/buffer.hpp>
#include <chrono>
#include <utility>

#include "engine/network_watch.h"

namespace magnetar::engine {
namespace {

using boost::asio::ip::address;
using boost::asio::ip::address_v4;
using boost::asio::ip::address_v6;
using boost::system::error_code;

constexpr std::chrono::milliseconds kSettled{250};

/// Opens a socket that receives changes of addresses, links and routes; -1 when there is none.
int open_rtnetlink() {
  const int socket = ::socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK, NETLINK_ROUTE);
  sockaddr_nl local{};
  local.nl_family = AF_NETLINK;
  local.nl_groups =
      RTMGRP_LINK | RTMGRP_IPV4_IFADDR | RTMGRP_IPV6_IFADDR | RTMGRP_IPV4_ROUTE | RTMGRP_IPV6_ROUTE;
  if (socket >= 0 && ::bind(socket, reinterpret_cast<const sockaddr*>(&local), sizeof(local)) == 0)
    return socket;
  if (socket >= 0) ::close(socket);
  return -1;
}

address address_in(const sockaddr& place) {
  if (place.sa_family == AF_INET) {
    const auto& v4 = reinterpret_cast<const sockaddr_in&>(place);
    return address_v4(ntohl(v4.sin_addr.s_addr));
  }
  const auto& v6 = reinterpret_cast<const sockaddr_in6&>(place);
  address_v6::bytes_type bytes;
  std::copy(std::begin(v6.sin6_addr.s6_addr), std::end(v6.sin6_addr.s6_addr), bytes.begin());
  return address_v6(bytes);
}

}  // namespace

NetworkWatch::NetworkWatch(boost::asio::io_context& context, Changed changed)
    : changed_(std::move(changed)), socket_(context), settled_(context) {}

void NetworkWatch::start() {
  const int socket = open_rtnetlink();
  if (socket < 0) return;
  socket_.assign(socket);
  wait();
}

void NetworkWatch::wait() {
  socket_.async_read_some(boost::asio::buffer(buffer_),
                          [weak = weak_from_this()](const error_code& error, std::size_t) {
                            const auto self = weak.lock();
                            if (!self || error == boost::asio::error::operation_aborted) return;
                            // An overflow of messages (ENOBUFS) is a change too.
                            self->settle();
                            self->wait();
                          });
}

void NetworkWatch::settle() {
  settled_.expires_after(kSettled);
  settled_.async_wait([weak = weak_from_this()](const error_code& error) {
    const auto self = weak.lock();
    if (self && !error) self->changed_(own_addresses());
  });
}

NetworkWatch::Addresses own_addresses() {
  NetworkWatch::Addresses addresses;
  ifaddrs* first = nullptr;
  if (::getifaddrs(&first) != 0) return addresses;
  const std::unique_ptr<ifaddrs, decltype(&::freeifaddrs)> list(first, &::freeifaddrs);
  for (const ifaddrs* at = first; at != nullptr; at = at->ifa_next) {
    if (at->ifa_addr == nullptr) continue;
    if (at->ifa_addr->sa_family == AF_INET || at->ifa_addr->sa_family == AF_INET6)
      addresses.insert(address_in(*at->ifa_addr));
  }
  return addresses;
}

}  // namespace magnetar::engine
