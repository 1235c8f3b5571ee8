#include "app/tracker/tracker_server.h"

#include <tuple>

#include "base/log.h"
#include "tracker/query_string.h"

namespace magnetar::app {
namespace {

namespace ip = boost::asio::ip;

constexpr int kTries = 10;

std::string url_of(const char* scheme, const ip::address& address, std::uint16_t port, const char* path) {
  const std::string host = address.is_v6() ? "[" + address.to_string() + "]" : address.to_string();
  return std::string(scheme) + "://" + host + ":" + std::to_string(port) + path;
}

/// Opens a server on each address with `open(address, port)`. When the system chooses the port of the first,
/// another address may have it in use: then all are opened again.
template <class Server, class Open>
base::Result<std::vector<std::unique_ptr<Server>>> open_all(const std::vector<ip::address>& addresses,
                                                            std::uint16_t port, Open open) {
  base::Error last{base::ErrorCode::io_error, "there is no address to listen on"};
  for (int tried = 0; tried < (port == 0 ? kTries : 1); ++tried) {
    std::vector<std::unique_ptr<Server>> servers;
    for (const ip::address& address : addresses) {
      auto server = open(address, servers.empty() ? port : servers.front()->port());
      if (!server) {
        last = server.error();
        break;
      }
      servers.push_back(std::move(server.value()));
    }
    if (!servers.empty() && servers.size() == addresses.size()) return servers;
  }
  return last;
}

http::Response too_many_requests() {
  return {429, {{"Retry-After", "10"}}, {tracker::http_failure("Too many requests. Try again later.")}};
}

}  // namespace

base::Result<std::unique_ptr<TrackerServer>> TrackerServer::start(base::Loop& loop,
                                                                  const TrackerOptions& options,
                                                                  const tracker::Filter& filter) {
  std::unique_ptr<TrackerServer> server(new TrackerServer(loop, options, filter));
  BOOST_OUTCOME_TRYV(server->listen());
  server->timer_ = loop.every(std::chrono::seconds(1), [tracker = server.get()] { tracker->tick(); });
  return server;
}

TrackerServer::TrackerServer(base::Loop& loop, const TrackerOptions& options, const tracker::Filter& filter)
    : loop_(loop),
      options_(options),
      swarms_(options.swarms, options.intervals.expiry, base::random_sip_key(), clock_),
      http_({swarms_, filter, options.intervals}),
      udp_({swarms_, filter, options.intervals}, tracker::ConnectionIds(base::random_sip_key(), clock_)),
      web_({swarms_, filter, options.intervals}, *this),
      quota_(options.requests, base::random_sip_key(), clock_),
      connections_(options.connections),
      budget_(options.buffered) {}

TrackerServer::~TrackerServer() {
  connections_.end_all();
}

base::Result<void> TrackerServer::listen() {
  const auto& [http, udp, web_socket] = options_.ports;
  const bool shared = http && web_socket && *http == *web_socket;
  if (http) {
    BOOST_OUTCOME_TRYV(listen_tcp(*http, true, shared));
  }
  if (web_socket && !shared) {
    BOOST_OUTCOME_TRYV(listen_tcp(*web_socket, false, true));
  }
  if (udp) {
    BOOST_OUTCOME_TRYV(listen_udp(*udp));
  }
  return base::success();
}

base::Result<void> TrackerServer::listen_tcp(std::uint16_t port, bool requests, bool web_sockets) {
  const auto open = [&](const ip::address& address, std::uint16_t chosen) {
    return http::AsyncServer::open(loop_.context(), {address, chosen, requests, web_sockets}, connections_,
                                   budget_, *this);
  };
  MAGNETAR_TRY(servers, open_all<http::AsyncServer>(options_.addresses, port, open));
  for (const ip::address& address : options_.addresses) {
    const std::uint16_t chosen = servers.front()->port();
    if (requests) urls_.http.push_back(url_of("http", address, chosen, "/announce"));
    if (web_sockets) urls_.web_socket.push_back(url_of("ws", address, chosen, ""));
  }
  for (auto& server : servers) tcp_servers_.push_back(std::move(server));
  return base::success();
}

base::Result<void> TrackerServer::listen_udp(std::uint16_t port) {
  const auto open = [&](const ip::address& address, std::uint16_t chosen) {
    return http::DatagramServer::open(loop_.context(), address, chosen,
                                      [this](std::string_view datagram, const ip::udp::endpoint& from) {
                                        return on_datagram(datagram, from);
                                      });
  };
  MAGNETAR_TRY(servers, open_all<http::DatagramServer>(options_.addresses, port, open));
  for (const ip::address& address : options_.addresses)
    urls_.udp.push_back(url_of("udp", address, servers.front()->port(), "/announce"));
  udp_servers_ = std::move(servers);
  return base::success();
}

bool TrackerServer::may_ask(const ip::address& from) {
  return (from.is_loopback() && !options_.limits_loopback) || quota_.take(from);
}

std::string TrackerServer::on_datagram(std::string_view datagram, const ip::udp::endpoint& from) {
  if (!may_ask(from.address())) return {};
  return udp_.answer(datagram, {from.address(), from.port()});
}

http::Response TrackerServer::on_request(const http::RequestHead& head, const ip::address& remote) {
  if (!may_ask(remote)) return too_many_requests();
  if (head.method != "GET") return {405, {{"Allow", "GET"}}};
  auto body = http_.answer(head.target, remote);
  if (!body) return {404};
  return {200, {{"Content-Type", "text/plain"}}, {std::move(*body)}};
}

void TrackerServer::on_open(const std::shared_ptr<http::WebSocket>& socket, const http::RequestHead& head) {
  clients_[socket->id()] = {socket, tracker::ticket_of(head.target)};
}

void TrackerServer::on_message(http::WebSocket& socket, std::string_view text) {
  const tracker::SocketId id(socket.id());
  if (!may_ask(socket.remote())) {
    answer(id, tracker::web_failure({{}, std::nullopt, "Too many requests. Try again later."}));
    return;
  }
  const std::string ticket = clients_[id.value].ticket;  // a copy, because the message may close the socket
  web_.message(id, ticket, text);
  socket.set_gives_way(!web_.announced(id));
}

void TrackerServer::on_closed(http::WebSocket& socket) {
  web_.closed(tracker::SocketId(socket.id()));
  clients_.erase(socket.id());
}

void TrackerServer::answer(tracker::SocketId socket, std::string text) {
  const auto client = find(socket);
  // A client that sends messages but does not read the answers is of no use to other peers.
  if (client && !client->send(std::move(text))) client->end();
}

void TrackerServer::hand_on(tracker::SocketId socket, std::string text) {
  const auto client = find(socket);
  if (client) std::ignore = client->send(std::move(text));
}

std::shared_ptr<http::WebSocket> TrackerServer::find(tracker::SocketId socket) const {
  const auto found = clients_.find(socket.value);
  return found == clients_.end() ? nullptr : found->second.socket.lock();
}

void TrackerServer::tick() {
  connections_.check(clock_.now());
  swarms_.expire_part();
}

}  // namespace magnetar::app
