#pragma once
// The doctor's findings as lines for a person or as JSON for a machine.

#include <string>

#include "app/doctor/finding.h"

namespace magnetar::app::doctor {

/// One line a finding, the fix on a line of its own below it.
[[nodiscard]] std::string as_text(const Findings& findings);

/// {"ok": bool, "checks": [{"level": "ok"|"warn"|"fail", "link", "text", "fix"}]}
[[nodiscard]] std::string as_json(const Findings& findings);

/// Whether nothing failed; warnings do not count.
[[nodiscard]] bool is_healthy(const Findings& findings);

}  // namespace magnetar::app::doctor
