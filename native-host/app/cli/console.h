#pragma once
// Where a command writes: results to `out`, everything else to `err`.

#include <cstddef>
#include <ostream>
#include <string_view>

#include "app/cli/exit_code.h"
#include "base/error.h"

namespace magnetar::app::cli {

struct Console {
  std::ostream& out;
  std::ostream& err;
  bool terminal = false;   ///< `err` is a terminal: progress may redraw its line
  std::size_t width = 80;  ///< of the terminal, in columns
  bool screen = false;     ///< `out` is a terminal, too: it may be drawn over
};

/// Says what went wrong and what to do, and gives the exit code for it.
[[nodiscard]] ExitCode report(Console& console, const base::Error& error);
/// The same for a command line that was not understood.
[[nodiscard]] ExitCode report_usage(Console& console, std::string_view problem, std::string_view command);

}  // namespace magnetar::app::cli
