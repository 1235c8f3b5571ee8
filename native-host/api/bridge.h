#pragma once
// The interface of the protocol's method for the bridge to web peers.

#include <string>

namespace magnetar::api {

struct BridgeView {
  bool wanted = false;  ///< a torrent is active whose trackers are those of web peers
  std::string url;      ///< "ws://127.0.0.1:<port>/<token>"; empty while it was never wanted

  bool operator==(const BridgeView&) const = default;
};

/// Loop thread only.
class Bridge {
 public:
  virtual ~Bridge() = default;

  [[nodiscard]] virtual BridgeView bridge() const = 0;
};

}  // namespace magnetar::api
