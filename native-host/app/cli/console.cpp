#include "app/cli/console.h"

#include "app/cli/words.h"

namespace magnetar::app::cli {

ExitCode report(Console& console, const base::Error& error) {
  console.err << "magnetar: " << explain(error) << '\n';
  return exit_code_for(error.code);
}

ExitCode report_usage(Console& console, std::string_view problem, std::string_view command) {
  console.err << "magnetar: " << problem << "\nSee: magnetar ";
  if (!command.empty()) console.err << command << ' ';
  console.err << "--help\n";
  return ExitCode::usage;
}

}  // namespace magnetar::app::cli
