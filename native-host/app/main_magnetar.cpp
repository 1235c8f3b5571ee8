// magnetar: the daemon, the tracker and the command line.

#include <span>
#include <string_view>
#include <vector>

#include "app/cli/cli.h"
#include "app/daemon/daemon_main.h"
#include "app/doctor/doctor.h"
#include "app/registration/registration.h"
#include "app/tracker/tracker_main.h"

int main(int argc, char** argv) {
  const std::vector<std::string_view> arguments(argv + 1, argv + argc);
  const auto rest = [&] { return std::span(arguments).subspan(1); };
  const std::string_view command = arguments.empty() ? "" : arguments.front();
  if (command == "daemon") return magnetar::app::run_daemon(rest());
  if (command == "doctor") return magnetar::app::run_doctor(rest());
  if (command == "tracker") return magnetar::app::run_tracker(rest());
  if (command == "register") return magnetar::app::run_register(rest());
  if (command == "unregister") return magnetar::app::run_unregister(rest());
  return magnetar::app::run_cli(arguments);
}
