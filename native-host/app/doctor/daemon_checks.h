#pragma once
// Checks whether the daemon answers, and whether its HTTP endpoint refuses clients without the token.

#include <string>

#include "app/doctor/daemon_facts.h"
#include "app/doctor/finding.h"

namespace magnetar::app::doctor {

[[nodiscard]] Finding check_daemon(const base::Result<DaemonFacts>& facts);

/// Returns findings for the daemon's warnings at its start.
[[nodiscard]] Findings check_start(const DaemonFacts& facts);

/// Whether the browser connects to web peers for the daemon.
[[nodiscard]] Finding check_web_peers(const DaemonFacts& facts);

/// Requests a path with a wrong token from the endpoint, which must answer 404. `base` is the daemon's HTTP
/// base.
[[nodiscard]] Finding check_http(const std::string& base);

}  // namespace magnetar::app::doctor
