#pragma once
// A swarm of web peers that the extension joins for the daemon, and the limits it keeps.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace magnetar::app {

struct WebSwarm {
  std::string info_hash;              ///< 40 hex digits
  std::vector<std::string> trackers;  ///< ws and wss URLs
  std::optional<std::int64_t> left;   ///< missing bytes; no value before metadata

  bool operator==(const WebSwarm&) const = default;
};

struct WebSwarms {
  static constexpr std::size_t kMostPeers = 64;  ///< peer connections of all swarms together

  std::vector<WebSwarm> swarms;
  std::vector<std::string> stun;  ///< URIs of STUN servers (RFC 7064)

  bool operator==(const WebSwarms&) const = default;
};

}  // namespace magnetar::app
