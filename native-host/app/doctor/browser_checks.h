#pragma once
// Does every browser of this machine find magnetar-host?

#include "app/doctor/finding.h"
#include "app/registration/browser_table.h"
#include "app/registration/surroundings.h"

namespace magnetar::app::doctor {

/// One finding for each browser found: of the manifest it would read, the user's before the system's.
[[nodiscard]] Findings check_browsers(const registration::BrowserTable& table,
                                      const registration::Surroundings& here);

/// One finding for each sandboxed browser that was used here: what it can and cannot do, and the command.
[[nodiscard]] Findings check_sandboxes(const registration::BrowserTable& table,
                                       const registration::Surroundings& here);

}  // namespace magnetar::app::doctor
