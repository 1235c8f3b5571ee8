#pragma once
// The connections of servers that run on one loop: how many there are, and which gives way to a new one.

#include <boost/asio/ip/address.hpp>
#include <cstddef>
#include <map>
#include <memory>
#include <optional>
#include <unordered_map>

#include "base/clock.h"

namespace magnetar::http {

class OpenConnection {
 public:
  virtual ~OpenConnection() = default;
  [[nodiscard]] virtual const boost::asio::ip::address& remote() const = 0;
  /// Since when it has done nothing that is worth keeping it for; nothing: it does not give way.
  [[nodiscard]] virtual std::optional<base::TimePoint> idle_since() const = 0;
  /// Ends itself when one of its deadlines has passed.
  virtual void check(base::TimePoint now) = 0;
  /// Closes it and tells its owner, which removes it. Nothing, when it is closed.
  virtual void end() = 0;
};

struct ConnectionLimits {
  std::size_t all = 4096;
  std::size_t of_an_address = 128;  ///< IPv6: of a /64. Loopback addresses have `all`
};

/// The loop's thread.
class OpenConnections {
 public:
  explicit OpenConnections(const ConnectionLimits& limits) : limits_(limits) {}

  /// Whether a connection of this address may be added. When there are too many, the one that has been idle
  /// for longest is ended: one of that address when it has too many, otherwise any.
  [[nodiscard]] bool make_room(const boost::asio::ip::address& remote);
  void add(const std::shared_ptr<OpenConnection>& connection);
  void remove(const OpenConnection& connection);
  /// To be called once a second.
  void check(base::TimePoint now);
  void end_all();
  [[nodiscard]] std::size_t size() const { return connections_.size(); }

 private:
  [[nodiscard]] bool end_idlest(const boost::asio::ip::address* network);

  const ConnectionLimits limits_;
  std::unordered_map<const OpenConnection*, std::shared_ptr<OpenConnection>> connections_;
  std::map<boost::asio::ip::address, std::size_t> by_network_;
};

}  // namespace magnetar::http
