#include "engine/local_peers.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <random>
#include <utility>

namespace magnetar::engine {
namespace {

using base::Error;
using base::ErrorCode;

constexpr std::uint32_t kRange = 0x7F400000;  // 127.64.0.0/10
constexpr std::uint32_t kMask = 0xFFC00000;
constexpr std::uint32_t kLoopback = 0x7F000001;

Error from_errno(const char* step) {
  return {ErrorCode::io_error, std::string(step) + ": " + std::strerror(errno)};
}

sockaddr_in to_sockaddr(std::uint32_t address, std::uint16_t port) {
  sockaddr_in result{};
  result.sin_family = AF_INET;
  result.sin_addr.s_addr = htonl(address);
  result.sin_port = htons(port);
  return result;
}

/// Opens a socket that is bound to a free port of the address.
base::Result<base::UniqueFd> open_at(std::uint32_t address) {
  base::UniqueFd socket(::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
  if (!socket) return from_errno("socket");
  const sockaddr_in from = to_sockaddr(address, 0);
  if (::bind(socket.get(), reinterpret_cast<const sockaddr*>(&from), sizeof from) != 0)
    return from_errno("bind");
  return socket;
}

std::uint16_t port_of(const base::UniqueFd& socket) {
  sockaddr_in bound{};
  socklen_t size = sizeof bound;
  if (::getsockname(socket.get(), reinterpret_cast<sockaddr*>(&bound), &size) != 0) return 0;
  return ntohs(bound.sin_port);
}

}  // namespace

void LocalPeer::lacks(std::int32_t first, std::int32_t end) {
  const std::lock_guard lock(mutex_);
  if (lacking_.size() < static_cast<std::size_t>(end)) lacking_.resize(static_cast<std::size_t>(end));
  std::fill(lacking_.begin() + first, lacking_.begin() + end, true);
}

bool LocalPeer::gives(std::int32_t piece) const {
  const std::lock_guard lock(mutex_);
  const auto index = static_cast<std::size_t>(piece);
  return index >= lacking_.size() || !lacking_[index];
}

void LocalPeer::closed(bool banned) {
  const std::lock_guard lock(mutex_);
  banned_ = banned_ || banned;
}

bool LocalPeer::banned() const {
  const std::lock_guard lock(mutex_);
  return banned_;
}

std::pair<std::uint32_t, std::uint32_t> LocalPeers::range() {
  return {kRange, kRange | ~kMask};
}

bool LocalPeers::in_range(std::uint32_t address) {
  return (address & kMask) == kRange;
}

bool LocalPeers::in_range(const boost::asio::ip::address& address) {
  namespace ip = boost::asio::ip;
  if (address.is_v4()) return in_range(address.to_v4().to_uint());
  return address.to_v6().is_v4_mapped() &&
         in_range(ip::make_address_v4(ip::v4_mapped, address.to_v6()).to_uint());
}

void LocalPeers::join(const std::shared_ptr<LocalPeer>& peer, const Joined& joined) {
  {
    const std::lock_guard lock(mutex_);
    places_[peer] = {new_address(), 0};
  }
  admit_all([this, peer, joined] { joined(connect(peer)); });
}

void LocalPeers::leave(const std::shared_ptr<LocalPeer>& peer) {
  {
    const std::lock_guard lock(mutex_);
    if (places_.erase(peer) == 0) return;
  }
  admit_all([] {});
}

void LocalPeers::attach(Admit admit) {
  const std::lock_guard lock(mutex_);
  admit_ = std::move(admit);
}

void LocalPeers::detach() {
  const std::lock_guard lock(mutex_);
  admit_ = nullptr;
}

void LocalPeers::listening(std::uint32_t address, std::uint16_t port) {
  const std::lock_guard lock(mutex_);
  // A loopback address is preferred to one of a network.
  const bool local = address == 0 || (address >> 24U) == 127;
  if (listen_port_ != 0 && !local) return;
  listen_address_ = address == 0 ? kLoopback : address;
  listen_port_ = port;
}

std::shared_ptr<LocalPeer> LocalPeers::find(std::uint32_t address, std::uint16_t port) const {
  const std::lock_guard lock(mutex_);
  for (const auto& [peer, place] : places_) {
    if (place.address == address && place.port == port && port != 0) return peer;
  }
  return nullptr;
}

std::vector<std::uint32_t> LocalPeers::addresses() const {
  const std::lock_guard lock(mutex_);
  std::vector<std::uint32_t> all;
  for (const auto& [peer, place] : places_) all.push_back(place.address);
  return all;
}

// The address is random: other programs on this machine, and trackers that name peers, must not know it
// before.
std::uint32_t LocalPeers::new_address() const {
  std::random_device random;
  for (;;) {
    const std::uint32_t host = random() & ~kMask;
    const std::uint32_t address = kRange | host;
    const bool taken = std::any_of(places_.begin(), places_.end(),
                                   [address](const auto& entry) { return entry.second.address == address; });
    if (host != 0 && host != ~kMask && !taken) return address;
  }
}

// find() knows the port before the session can see the connection.
base::Result<base::UniqueFd> LocalPeers::connect(const std::shared_ptr<LocalPeer>& peer) {
  const std::lock_guard lock(mutex_);
  const auto found = places_.find(peer);
  if (found == places_.end()) return Error{ErrorCode::cancelled, "the peer has left"};
  if (listen_port_ == 0) return Error{ErrorCode::io_error, "the session does not listen"};
  MAGNETAR_TRY(socket, open_at(found->second.address));
  found->second.port = port_of(socket);
  const sockaddr_in to = to_sockaddr(listen_address_, listen_port_);
  const int result = ::connect(socket.get(), reinterpret_cast<const sockaddr*>(&to), sizeof to);
  if (result != 0 && errno != EINPROGRESS) return from_errno("connect");
  return std::move(socket);
}

void LocalPeers::admit_all(std::function<void()> done) {
  const std::lock_guard lock(mutex_);
  if (admit_) admit_(std::move(done));
}

}  // namespace magnetar::engine
