#pragma once
// The setting "listen_interfaces": where peers reach us. One reader for who sets it, who keeps it and who
// starts with it. Pure.

#include <string_view>

#include "base/error.h"

namespace magnetar::base {

/// What the text of the setting means.
struct ListenInterfaces {
  /// Whether every entry is a loopback address. Such a session is a private swarm on this machine: only then
  /// may peers, trackers and web seeds be on loopback too.
  bool only_loopback = false;
};

/// Reads a comma-separated list of `address:port`, `[IPv6 address]:port` or `device:port`; port 0 lets the
/// system choose. At most 16 entries. Errors: bad_setting.
[[nodiscard]] Result<ListenInterfaces> parse_listen_interfaces(std::string_view text);

}  // namespace magnetar::base
