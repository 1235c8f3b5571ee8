#include "app/web_peers/bridge_request.h"

#include <algorithm>
#include <boost/asio/ip/address.hpp>

#include "base/text.h"
#include "http/request_guard.h"
#include "tracker/query_string.h"

namespace magnetar::app {
namespace {

constexpr std::size_t kInfoHash = 40;

bool is_local_host(const http::RequestHead& head, std::uint16_t port) {
  const auto hosts = head.values("Host");
  return hosts.size() == 1 && hosts[0] == "127.0.0.1:" + std::to_string(port);
}

// A program sends no Origin; a page cannot leave it out.
bool is_known_origin(const http::RequestHead& head, const BridgeRules& rules) {
  const auto origins = head.values("Origin");
  return origins.empty() || (origins.size() == 1 && rules.origin_announced(origins[0]));
}

/// The text of an IP address, as asio writes it; empty for any other text.
std::string ip_address(std::string_view text) {
  boost::system::error_code error;
  const auto address = boost::asio::ip::make_address(text, error);
  return error ? std::string{} : address.to_string();
}

std::optional<BridgeRequest> peer_request(std::string_view query) {
  const auto parameters = tracker::QueryString::parse(query);
  if (!parameters) return std::nullopt;
  const auto info_hash = parameters.value().find("info_hash");
  const auto address = parameters.value().find("address");
  if (!info_hash || !address || info_hash.value().size() != kInfoHash) return std::nullopt;
  const bool hex = info_hash.value().find_first_not_of("0123456789abcdef") == std::string_view::npos;
  if (!hex) return std::nullopt;
  return BridgeRequest{BridgeRequest::Kind::peer, std::string(info_hash.value()),
                       ip_address(address.value())};
}

}  // namespace

std::optional<BridgeRequest> read_bridge_request(const http::RequestHead& head, const BridgeRules& rules) {
  if (!is_local_host(head, rules.port) || !is_known_origin(head, rules)) return std::nullopt;
  const std::string_view target = head.target;
  const auto slash = target.find('/', 1);
  if (!target.starts_with('/') || slash == std::string_view::npos) return std::nullopt;
  if (!http::same_secret(target.substr(1, slash - 1), rules.token)) return std::nullopt;
  const std::string_view rest = target.substr(slash + 1);
  if (rest == "control") return BridgeRequest{};
  constexpr std::string_view kPeer = "peer?";
  return rest.starts_with(kPeer) ? peer_request(rest.substr(kPeer.size())) : std::nullopt;
}

}  // namespace magnetar::app
