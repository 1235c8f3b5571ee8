#pragma once
// Does the daemon answer, and does its HTTP endpoint refuse who does not know the token?

#include <string>

#include "app/doctor/daemon_facts.h"
#include "app/doctor/finding.h"

namespace magnetar::app::doctor {

[[nodiscard]] Finding check_daemon(const base::Result<DaemonFacts>& facts);

/// What the daemon could not read when it started.
[[nodiscard]] Findings check_start(const DaemonFacts& facts);

/// Asks the endpoint for a path with a wrong token, which must give 404. `base` is the daemon's own.
[[nodiscard]] Finding check_http(const std::string& base);

}  // namespace magnetar::app::doctor
