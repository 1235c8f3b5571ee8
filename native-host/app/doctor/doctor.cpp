#include "app/doctor/doctor.h"

#include <iostream>

#include "app/doctor/browser_checks.h"
#include "app/doctor/daemon_checks.h"
#include "app/doctor/machine_checks.h"
#include "app/doctor/media_checks.h"
#include "app/doctor/report.h"

namespace magnetar::app {
namespace {

using doctor::Findings;
using doctor::Level;

constexpr std::string_view kHelp =
    "magnetar doctor [--json]\n\n"
    "Checks every link between a click and the film, and says how to mend what is broken.\n"
    "Starts the daemon when it does not run. Exit code 0: nothing failed, 1: something did.\n";

void append(Findings& all, const Findings& more) {
  all.insert(all.end(), more.begin(), more.end());
}

void check_daemon_chain(Findings& all, const base::Paths& paths) {
  const auto facts = doctor::ask_daemon(paths);
  all.push_back(doctor::check_daemon(facts));
  all.push_back(doctor::check_runtime_folder(paths));
  if (facts) all.push_back(doctor::check_http(facts.value().http_base));
  if (facts) all.push_back(doctor::check_web_peers(facts.value()));
  if (facts) append(all, doctor::check_start(facts.value()));
  all.push_back(doctor::check_disk(facts ? facts.value().film_folder : paths.cache / "films"));
}

Findings examine() {
  const auto here = registration::look_around();
  const auto paths = base::user_paths();
  const auto table =
      registration::parse_browser_table(registration::embedded_browser_table(), registration::system_name());
  if (!here) return {{Level::failure, "environment", here.error().message, "set HOME"}};
  if (!paths) return {{Level::failure, "environment", paths.error().message, "set HOME"}};
  if (!table) return {{Level::failure, "browsers", table.error().message, "install Magnetar again"}};
  Findings all{doctor::check_programs(here.value())};
  append(all, doctor::check_browsers(table.value(), here.value()));
  append(all, doctor::check_sandboxes(table.value(), here.value()));
  check_daemon_chain(all, paths.value());
  append(all, doctor::check_media(here.value()));
  return all;
}

}  // namespace

int run_doctor(std::span<const std::string_view> args) {
  bool json = false;
  for (const std::string_view arg : args) {
    if (arg == "--help" || arg == "-h") {
      std::cout << kHelp;
      return 0;
    }
    if (arg != "--json") {
      std::cerr << "magnetar: unknown argument '" << arg << "'\n" << kHelp;
      return 2;
    }
    json = true;
  }
  const Findings findings = examine();
  std::cout << (json ? doctor::as_json(findings) : doctor::as_text(findings));
  return doctor::is_healthy(findings) ? 0 : 1;
}

}  // namespace magnetar::app
