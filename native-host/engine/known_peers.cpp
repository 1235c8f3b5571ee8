#include "engine/known_peers.h"

#include <cstdint>
#include <iterator>
#include <libtorrent/bdecode.hpp>
#include <limits>
#include <string>

namespace magnetar::engine {
namespace {

namespace lt = libtorrent;

std::optional<PeerEndpoint> endpoint_of(const lt::bdecode_node& peer) {
  boost::system::error_code error;
  const auto text = peer.dict_find_string_value("ip");
  const auto address = boost::asio::ip::make_address(std::string(text.data(), text.size()), error);
  const std::int64_t port = peer.dict_find_int_value("port");
  if (error || port <= 0 || port > std::numeric_limits<std::uint16_t>::max()) return std::nullopt;
  return PeerEndpoint(address, static_cast<std::uint16_t>(port));
}

ConnectionMethod method_in(const lt::bdecode_node& peer) {
  return {peer.dict_find_int_value("utp") != 0 ? Transport::utp : Transport::tcp,
          peer.dict_find_int_value("mse") != 0};
}

}  // namespace

bool KnownPeers::answered(const PeerEndpoint& peer, ConnectionMethod method) {
  const std::lock_guard lock(mutex_);
  if (const auto found = index_.find(peer); found != index_.end()) {
    const bool changed = found->second->second != method;
    found->second->second = method;
    recent_.splice(recent_.begin(), recent_, found->second);
    return changed;
  }
  recent_.emplace_front(peer, method);
  index_[peer] = recent_.begin();
  if (recent_.size() > kMost) {
    index_.erase(recent_.back().first);
    recent_.pop_back();
  }
  return true;
}

std::optional<ConnectionMethod> KnownPeers::method_of(const PeerEndpoint& peer) const {
  const std::lock_guard lock(mutex_);
  const auto found = index_.find(peer);
  return found == index_.end() ? std::nullopt : std::optional(found->second->second);
}

std::vector<PeerEndpoint> KnownPeers::all() const {
  const std::lock_guard lock(mutex_);
  std::vector<PeerEndpoint> peers;
  peers.reserve(recent_.size());
  for (const auto& [peer, method] : recent_) peers.push_back(peer);
  return peers;
}

lt::entry KnownPeers::to_entry() const {
  const std::lock_guard lock(mutex_);
  lt::entry::list_type list;
  for (const auto& [peer, method] : recent_) {
    lt::entry::dictionary_type entry;
    entry["ip"] = peer.address().to_string();
    entry["port"] = peer.port();
    entry["utp"] = method.transport == Transport::utp ? 1 : 0;
    entry["mse"] = method.encrypted ? 1 : 0;
    list.emplace_back(std::move(entry));
  }
  return list;
}

void KnownPeers::read(std::string_view resume_data, const char* key) {
  lt::error_code error;
  const lt::span<const char> bytes(resume_data.data(), static_cast<std::ptrdiff_t>(resume_data.size()));
  const lt::bdecode_node root = lt::bdecode(bytes, error);
  if (error || root.type() != lt::bdecode_node::dict_t) return;
  const lt::bdecode_node list = root.dict_find_list(key);
  if (!list) return;
  // The list is read from its oldest peer on, so that the order stays.
  for (int i = list.list_size() - 1; i >= 0; --i) {
    const lt::bdecode_node peer = list.list_at(i);
    if (peer.type() != lt::bdecode_node::dict_t) continue;
    if (const auto endpoint = endpoint_of(peer)) answered(*endpoint, method_in(peer));
  }
}

}  // namespace magnetar::engine
