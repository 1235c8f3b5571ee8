#pragma once
// The commands, one function each. Their arguments fit the command's form.

#include "app/cli/arguments.h"
#include "app/cli/console.h"
#include "app/cli/exit_code.h"
#include "base/paths.h"

namespace magnetar::app::cli {

struct Context {
  Console& console;
  const base::Paths& paths;
};

[[nodiscard]] ExitCode run_stream(Context& context, const Arguments& arguments);
[[nodiscard]] ExitCode run_list(Context& context, const Arguments& arguments);
[[nodiscard]] ExitCode run_pause(Context& context, const Arguments& arguments);
[[nodiscard]] ExitCode run_resume(Context& context, const Arguments& arguments);
[[nodiscard]] ExitCode run_remove(Context& context, const Arguments& arguments);
[[nodiscard]] ExitCode run_settings(Context& context, const Arguments& arguments);
[[nodiscard]] ExitCode run_stats(Context& context, const Arguments& arguments);
[[nodiscard]] ExitCode run_trace(Context& context, const Arguments& arguments);
[[nodiscard]] ExitCode run_status(Context& context, const Arguments& arguments);
[[nodiscard]] ExitCode run_stop(Context& context, const Arguments& arguments);

}  // namespace magnetar::app::cli
