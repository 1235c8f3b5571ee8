#pragma once
// Exit codes of commands, for scripts. The numbers are documented in `magnetar --help` and do not change.

#include "base/error.h"

namespace magnetar::app::cli {

enum class ExitCode : int { ok = 0, failed = 1, usage = 2, no_daemon = 3, not_found = 4 };

[[nodiscard]] ExitCode exit_code_for(base::ErrorCode code);

}  // namespace magnetar::app::cli
