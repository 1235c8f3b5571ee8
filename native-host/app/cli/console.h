#pragma once
// The output of a command: results to `out`, all other text to `err`.

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
  bool screen = false;     ///< `out` is a terminal too: the command may redraw it
};

/// Writes the error and its remedy, and returns the exit code for it.
[[nodiscard]] ExitCode report(Console& console, const base::Error& error);
/// Writes the problem of a wrong command line, and returns the exit code for it.
[[nodiscard]] ExitCode report_usage(Console& console, std::string_view problem, std::string_view command);

}  // namespace magnetar::app::cli
