#pragma once
// Checks whether every browser of this machine finds magnetar-host.

#include "app/doctor/finding.h"
#include "app/registration/browser_table.h"
#include "app/registration/surroundings.h"

namespace magnetar::app::doctor {

/// Returns one finding for each installed browser, about the manifest it reads: the user's before the
/// system's.
[[nodiscard]] Findings check_browsers(const registration::BrowserTable& table,
                                      const registration::Surroundings& here);

/// Returns one finding for each used browser in a sandbox: its restrictions, and the command that helps.
[[nodiscard]] Findings check_sandboxes(const registration::BrowserTable& table,
                                       const registration::Surroundings& here);

}  // namespace magnetar::app::doctor
