#include "app/web_peers/web_peers.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <tuple>
#include <utility>

#include "base/random.h"

namespace magnetar::app {
namespace {

using nlohmann::json;

constexpr std::size_t kMostSockets = 128;
constexpr std::size_t kMostControls = 8;
constexpr std::size_t kMostBanned = 4096;
/// An extension that lost its control socket comes again within a second.
constexpr std::chrono::seconds kDesertedAfter{3};
constexpr std::size_t kMostBuffered = std::size_t{128} << 20U;

http::WebSocketLimits limits() {
  http::WebSocketLimits limits;
  // A frame of the protocol has at most 128 KiB, and the credit window is 1 MiB.
  limits.message = std::size_t{256} * 1024;
  limits.queued = bridge::CreditWindow::kWindow + std::size_t{64} * 1024;
  limits.binary = true;
  return limits;
}

std::string message_of(const WebSwarms& swarms) {
  json list = json::array();
  for (const WebSwarm& swarm : swarms.swarms) {
    json left = swarm.left ? json(*swarm.left) : json(nullptr);
    list.push_back({{"info_hash", swarm.info_hash}, {"trackers", swarm.trackers}, {"left", std::move(left)}});
  }
  return json{{"swarms", std::move(list)}, {"stun", swarms.stun}, {"peers", WebSwarms::kMostPeers}}.dump(
      -1, ' ', false, json::error_handler_t::replace);
}

}  // namespace

base::Result<std::unique_ptr<WebPeers>> WebPeers::start(std::shared_ptr<engine::LocalPeers> peers,
                                                        std::function<void()> deserted) {
  std::unique_ptr<WebPeers> bridge(new WebPeers(std::move(peers), std::move(deserted)));
  const http::AsyncServerOptions options{boost::asio::ip::address_v4::loopback(), 0, true, true, limits()};
  MAGNETAR_TRY(server, http::AsyncServer::open(bridge->loop_.context(), options, bridge->connections_,
                                               bridge->budget_, *bridge));
  bridge->port_ = server->port();
  bridge->server_ = std::move(server);
  bridge->thread_ = std::thread([self = bridge.get()] {
    self->loop_.post([self] {
      self->timer_ = self->loop_.every(std::chrono::seconds(1),
                                       [self] { self->connections_.check(base::monotonic_now()); });
    });
    self->loop_.run();
  });
  return bridge;
}

WebPeers::WebPeers(std::shared_ptr<engine::LocalPeers> peers, std::function<void()> deserted)
    : peers_(std::move(peers)),
      token_(base::random_hex(16)),
      connections_({kMostSockets, kMostSockets}),
      budget_(kMostBuffered),
      deserted_(std::move(deserted)) {}

WebPeers::~WebPeers() {
  if (!thread_.joinable()) return;
  loop_.post([this] {
    timer_.reset();
    deserted_timer_.reset();
    server_.reset();
    for (const auto& [id, peer] : joined_) peer->close();
    joined_.clear();
    connections_.end_all();
    loop_.stop();
  });
  thread_.join();
}

std::string WebPeers::url() const {
  return "ws://127.0.0.1:" + std::to_string(port_) + "/" + token_;
}

void WebPeers::set(const WebSwarms& swarms) {
  loop_.post([this, swarms] { take(swarms); });
}

void WebPeers::take(const WebSwarms& swarms) {
  swarms_ = swarms;
  tell_swarms();
  std::vector<std::uint64_t> left;
  for (const auto& entry : joined_) {
    const auto same = [&](const WebSwarm& swarm) { return swarm.info_hash == entry.second->info_hash(); };
    if (std::ranges::none_of(swarms_.swarms, same)) left.push_back(entry.first);
  }
  for (const std::uint64_t id : left) {
    const auto found = joined_.find(id);
    if (found == joined_.end()) continue;
    const auto peer = found->second;
    peer->end();
  }
}

void WebPeers::tell_swarms() {
  std::erase_if(controls_, [](const auto& control) { return control.expired(); });
  bool first = true;
  const auto controls = controls_;  // a socket that is ended leaves the list
  for (const auto& control : controls) {
    const auto socket = control.lock();
    const WebSwarms told = std::exchange(first, false) ? swarms_ : WebSwarms{};
    if (socket && !socket->send(message_of(told))) return socket->end();  // its end tells the others
  }
}

http::Response WebPeers::on_request(const http::RequestHead& /*head*/,
                                    const boost::asio::ip::address& /*remote*/) {
  return {404};
}

void WebPeers::on_open(const std::shared_ptr<http::WebSocket>& socket, const http::RequestHead& head) {
  const BridgeRules rules{port_, token_,
                          [this](std::string_view origin) { return origins_.contains(origin); }};
  const auto request = read_bridge_request(head, rules);
  if (!request) return socket->end();
  if (request->kind == BridgeRequest::Kind::control) return open_control(socket);
  open_peer(socket, *request);
}

void WebPeers::open_control(const std::shared_ptr<http::WebSocket>& socket) {
  if (controls_.size() >= kMostControls) return socket->end();
  socket->set_gives_way(false);
  controls_.push_back(socket);
  const WebSwarms told = controls_.size() == 1 ? swarms_ : WebSwarms{};
  if (!socket->send(message_of(told))) socket->end();
}

bool WebPeers::admits(const BridgeRequest& request) const {
  const auto same = [&](const WebSwarm& swarm) { return swarm.info_hash == request.info_hash; };
  return std::ranges::any_of(swarms_.swarms, same) && joined_.size() < WebSwarms::kMostPeers &&
         !banned_.contains({request.info_hash, request.address});
}

void WebPeers::open_peer(const std::shared_ptr<http::WebSocket>& socket, const BridgeRequest& request) {
  if (!admits(request)) return socket->end();
  socket->set_gives_way(false);
  auto peer = std::make_shared<WebPeer>(loop_, peers_, socket, request);
  joined_[socket->id()] = peer;
  peer->join();
}

void WebPeers::on_message(http::WebSocket& socket, std::string_view text) {
  const auto found = joined_.find(socket.id());
  if (found == joined_.end()) return;  // the state of trackers, which is for people who look
  const auto peer = found->second;
  peer->on_credit(text);
}

void WebPeers::on_binary(http::WebSocket& socket, std::string_view bytes) {
  const auto found = joined_.find(socket.id());
  if (found == joined_.end()) return socket.end();
  const auto peer = found->second;
  peer->on_bytes(bytes);
}

void WebPeers::on_closed(http::WebSocket& socket) {
  if (const auto found = joined_.find(socket.id()); found != joined_.end()) {
    const auto peer = found->second;
    joined_.erase(found);
    peer->close();
    return left(*peer);
  }
  const auto ended = [&](const auto& control) {
    const auto open = control.lock();
    return !open || open->id() == socket.id();
  };
  if (std::erase_if(controls_, ended) == 0) return;
  tell_swarms();
  if (!controls_.empty()) return;
  deserted_timer_ = loop_.after(kDesertedAfter, [this] {
    if (controls_.empty() && !swarms_.swarms.empty()) deserted_();
  });
}

void WebPeers::left(const WebPeer& peer) {
  if (!peer.banned()) return;
  if (banned_.size() >= kMostBanned) banned_.clear();
  banned_.emplace(peer.info_hash(), peer.address());
}

}  // namespace magnetar::app
