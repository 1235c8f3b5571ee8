#pragma once
// Our own peers on this machine: through them a source that libtorrent cannot connect to (a web seed, a web
// peer) joins the session as a peer.

#include <boost/asio/ip/address.hpp>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "base/error.h"
#include "base/unique_fd.h"

namespace magnetar::engine {

/// One peer of ours, shared between its client, which speaks the peer protocol, and libtorrent's side of the
/// connection. Any thread.
class LocalPeer {
 public:
  enum class Kind : std::uint8_t { web_seed, web_peer };

  LocalPeer() = default;
  /// `address`: its own IP address, by which it is banned and named; empty: unknown.
  LocalPeer(Kind kind, std::string address) : kind_(kind), address_(std::move(address)) {}

  [[nodiscard]] Kind kind() const { return kind_; }
  [[nodiscard]] const std::string& address() const { return address_; }

  /// Pieces in [first, end) are no longer requested of it.
  void lacks(std::int32_t first, std::int32_t end);
  [[nodiscard]] bool gives(std::int32_t piece) const;

  /// libtorrent has ended the connection; `banned`: because of wrong bytes.
  void closed(bool banned);
  [[nodiscard]] bool banned() const;

 private:
  const Kind kind_ = Kind::web_seed;
  const std::string address_;
  mutable std::mutex mutex_;
  std::vector<bool> lacking_;
  bool banned_ = false;
};

/// Joins our peers to the session. Each peer has a random address of its own in 127.64.0.0/10, which the
/// session's filter admits only while the peer is joined. Only the port that join() bound counts as the peer.
/// Any thread.
class LocalPeers {
 public:
  /// Gets a connected, non-blocking TCP socket to the session; called on one of libtorrent's threads. Errors:
  /// io_error, cancelled when the session has gone.
  using Joined = std::function<void(base::Result<base::UniqueFd>)>;

  /// Connects a peer. The caller speaks the peer protocol (BEP 3) on the socket, as the connecting side.
  void join(const std::shared_ptr<LocalPeer>& peer, const Joined& joined);
  /// Removes the peer's address from the filter; the socket is closed by its owner.
  void leave(const std::shared_ptr<LocalPeer>& peer);

  // The session's side. Addresses are IPv4 in host order.
  /// Admits addresses(), and no other on loopback, and then calls `done`, later and on another thread.
  using Admit = std::function<void(std::function<void()> done)>;
  void attach(Admit admit);
  void detach();
  /// The session accepts connections at this endpoint; address 0 is any address of the machine.
  void listening(std::uint32_t address, std::uint16_t port);
  /// The peer that has connected from this endpoint; null: none of ours.
  [[nodiscard]] std::shared_ptr<LocalPeer> find(std::uint32_t address, std::uint16_t port) const;
  [[nodiscard]] std::vector<std::uint32_t> addresses() const;

  /// The first and the last address that peers of ours may have.
  [[nodiscard]] static std::pair<std::uint32_t, std::uint32_t> range();
  /// Whether an address is one that peers of ours may have.
  [[nodiscard]] static bool in_range(std::uint32_t address);
  [[nodiscard]] static bool in_range(const boost::asio::ip::address& address);

 private:
  struct Place {
    std::uint32_t address = 0;
    std::uint16_t port = 0;  ///< 0: not connected yet
  };

  [[nodiscard]] std::uint32_t new_address() const;
  [[nodiscard]] base::Result<base::UniqueFd> connect(const std::shared_ptr<LocalPeer>& peer);
  void admit_all(std::function<void()> done);

  mutable std::mutex mutex_;
  Admit admit_;
  std::map<std::shared_ptr<LocalPeer>, Place> places_;
  std::uint32_t listen_address_ = 0;
  std::uint16_t listen_port_ = 0;
};

}  // namespace magnetar::engine
