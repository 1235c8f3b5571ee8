#pragma once
// The setting "listen_interfaces": the addresses for incoming peers. The API, the library and the engine
// share this parser. Pure.

#include <string_view>

#include "base/error.h"

namespace magnetar::base {

/// The meaning of the setting.
struct ListenInterfaces {
  /// Whether every entry is a loopback address. Such a session is a private swarm on this machine; only then
  /// may peers, trackers and web seeds be on loopback too.
  bool only_loopback = false;
};

/// Parses a comma-separated list of `address:port`, `[IPv6 address]:port` or `device:port`; port 0 lets the
/// system choose. At most 16 entries. Errors: bad_setting.
[[nodiscard]] Result<ListenInterfaces> parse_listen_interfaces(std::string_view text);

}  // namespace magnetar::base
