#include "app/cli/exit_code.h"

namespace magnetar::app::cli {

ExitCode exit_code_for(base::ErrorCode code) {
  switch (code) {
    case base::ErrorCode::daemon_unavailable:
      return ExitCode::no_daemon;
    case base::ErrorCode::not_found:
    case base::ErrorCode::unknown_torrent:
    case base::ErrorCode::unknown_file:
    case base::ErrorCode::unknown_setting:
      return ExitCode::not_found;
    default:
      return ExitCode::failed;
  }
}

}  // namespace magnetar::app::cli
