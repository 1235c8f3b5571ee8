#pragma once
// The doctor's findings as text for people, or as JSON for programs.

#include <string>

#include "app/doctor/finding.h"

namespace magnetar::app::doctor {

/// Returns one line a finding, with the fix on a line of its own below it.
[[nodiscard]] std::string as_text(const Findings& findings);

/// Returns {"ok": bool, "checks": [{"level": "ok"|"warn"|"fail", "link", "text", "fix"}]}.
[[nodiscard]] std::string as_json(const Findings& findings);

/// Whether no check failed; warnings do not count.
[[nodiscard]] bool is_healthy(const Findings& findings);

}  // namespace magnetar::app::doctor
