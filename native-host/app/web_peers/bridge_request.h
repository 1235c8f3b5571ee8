#pragma once
// The request with which the extension opens a WebSocket of the bridge. Pure.

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "http/request_head.h"

namespace magnetar::app {

struct BridgeRequest {
  enum class Kind : std::uint8_t { control, peer };

  Kind kind = Kind::control;
  std::string info_hash;  ///< of a peer: 40 hex digits in lower case
  std::string address;    ///< of a peer: its IP address; empty: unknown
};

struct BridgeRules {
  std::uint16_t port = 0;
  std::string token;
  std::function<bool(std::string_view origin)> origin_announced;  ///< whether it is one of the extension
};

/// Reads "/TOKEN/control" or "/TOKEN/peer?info_hash=…&address=…". No value: the request is refused: another
/// Host (DNS rebinding), the origin of another page, a wrong token, or no such path.
[[nodiscard]] std::optional<BridgeRequest> read_bridge_request(const http::RequestHead& head,
                                                               const BridgeRules& rules);

}  // namespace magnetar::app
