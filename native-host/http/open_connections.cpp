#include "http/open_connections.h"

#include <utility>
#include <vector>

#include "base/client_network.h"

namespace magnetar::http {

namespace ip = boost::asio::ip;

bool OpenConnections::make_room(const ip::address& remote) {
  const ip::address network = base::client_network(remote);
  const auto known = by_network_.find(network);
  const std::size_t most = network.is_loopback() ? limits_.all : limits_.of_an_address;
  const bool too_many = known != by_network_.end() && known->second >= most;
  if (too_many) return end_idlest(&network);
  return connections_.size() < limits_.all || end_idlest(nullptr);
}

void OpenConnections::add(const std::shared_ptr<OpenConnection>& connection) {
  connections_.emplace(connection.get(), connection);
  ++by_network_[base::client_network(connection->remote())];
}

void OpenConnections::remove(const OpenConnection& connection) {
  const auto found = connections_.find(&connection);
  if (found == connections_.end()) return;
  const auto network = by_network_.find(base::client_network(connection.remote()));
  if (--network->second == 0) by_network_.erase(network);
  connections_.erase(found);
}

void OpenConnections::check(base::TimePoint now) {
  // A connection that ends removes itself.
  std::vector<std::shared_ptr<OpenConnection>> all;
  all.reserve(connections_.size());
  for (const auto& [key, connection] : connections_) all.push_back(connection);
  for (const auto& connection : all) connection->check(now);
}

void OpenConnections::end_all() {
  by_network_.clear();
  for (const auto& [key, connection] : std::exchange(connections_, {})) connection->end();
}

bool OpenConnections::end_idlest(const ip::address* network) {
  std::shared_ptr<OpenConnection> idlest;
  for (const auto& [key, connection] : connections_) {
    if (network != nullptr && base::client_network(connection->remote()) != *network) continue;
    const auto since = connection->idle_since();
    if (since && (!idlest || *since < *idlest->idle_since())) idlest = connection;
  }
  if (idlest) idlest->end();
  return idlest != nullptr;
}

}  // namespace magnetar::http
