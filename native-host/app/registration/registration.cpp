#include "app/registration/registration.h"

#include <algorithm>
#include <iostream>

#include "app/registration/host_manifest.h"
#include "app/registration/manifest_file.h"

namespace magnetar::app::registration {
namespace {

constexpr int kDone = 0;
constexpr int kFailed = 1;
constexpr int kUsage = 2;

constexpr std::string_view kRegisterHelp =
    "magnetar register [--system] [--browser NAME]... [--dry-run]\n"
    "magnetar register --to FOLDER --family chromium|firefox [--dry-run]\n\n"
    "Tells the browsers found on this machine where magnetar-host is.\n\n"
    "  --system        for all users (needs root)\n"
    "  --browser NAME  this browser only, found or not; may be given several times\n"
    "  --to FOLDER     write one manifest into this folder\n"
    "  --family NAME   the kind of browser that reads FOLDER\n"
    "  --dry-run       only say what would be done\n";

constexpr std::string_view kUnregisterHelp =
    "magnetar unregister [--system] [--browser NAME]... [--dry-run]\n"
    "magnetar unregister --to FOLDER [--dry-run]\n\n"
    "Removes what `magnetar register` wrote; files that do not name magnetar.host are left alone.\n";

base::Error unknown_browser(const std::string& name, const BrowserTable& table) {
  std::string known;
  for (const Browser& browser : table.browsers) known += (known.empty() ? "" : ", ") + browser.name;
  return {base::ErrorCode::invalid_params, "no browser is called '" + name + "'; known are " + known};
}

base::Result<std::vector<Browser>> named_browsers(const Options& options, const BrowserTable& table) {
  std::vector<Browser> chosen;
  for (const std::string& name : options.browsers) {
    const auto found = std::find_if(table.browsers.begin(), table.browsers.end(),
                                    [&](const Browser& browser) { return browser.name == name; });
    if (found == table.browsers.end()) return unknown_browser(name, table);
    chosen.push_back(*found);
  }
  return chosen;
}

Place single_place(const Options& options) {
  const auto& folder = *options.to;
  return {folder.string(), options.family.value_or(Family::chromium), folder / kManifestFile, folder};
}

/// Returns the files to write: of the browsers that the options name, otherwise of those found.
base::Result<std::vector<Place>> places_to_write(const Options& options, const BrowserTable& table,
                                                 const Surroundings& here) {
  if (options.to) return std::vector<Place>{single_place(options)};
  MAGNETAR_TRY(browsers, named_browsers(options, table));
  if (options.browsers.empty()) {
    std::copy_if(table.browsers.begin(), table.browsers.end(), std::back_inserter(browsers),
                 [&](const Browser& browser) { return browser.always || is_found(browser, here); });
  }
  return places_of(browsers, options.scope, here);
}

/// Returns the files to remove: of the browsers that the options name, otherwise of all.
base::Result<std::vector<Place>> places_to_clear(const Options& options, const BrowserTable& table,
                                                 const Surroundings& here) {
  if (options.to) return std::vector<Place>{single_place(options)};
  MAGNETAR_TRY(browsers, named_browsers(options, table));
  return places_of(options.browsers.empty() ? table.browsers : browsers, options.scope, here);
}

void complain(const base::Error& error, Output output) {
  output.problems << "magnetar: " << error.message << "\n";
}

bool write_one(const Place& place, const Options& options, const Surroundings& here, Output output) {
  if (options.dry_run) {
    output.results << "Would register with " << place.browser << ": " << place.file.string() << "\n";
    return true;
  }
  const auto written = write_manifest(place, manifest_text(place.family, here.host()));
  if (!written) {
    complain(written.error(), output);
    return false;
  }
  output.results << "Registered with " << place.browser << ": " << place.file.string() << "\n";
  return true;
}

enum class Cleared { yes, nothing_there, failed };

Cleared clear_one(const Place& place, const Options& options, Output output) {
  std::error_code error;
  if (options.dry_run) {
    if (!std::filesystem::exists(place.file, error)) return Cleared::nothing_there;
    output.results << "Would remove " << place.file.string() << "\n";
    return Cleared::yes;
  }
  const auto removal = remove_manifest(place);
  if (!removal) {
    complain(removal.error(), output);
    return Cleared::failed;
  }
  if (removal.value() == Removal::nothing_there) return Cleared::nothing_there;
  output.results << "Removed " << place.file.string() << "\n";
  return Cleared::yes;
}

using Command = int (*)(const Options&, const BrowserTable&, const Surroundings&, Output);

int run_here(const Options& options, Command command) {
  const Output output{std::cout, std::cerr};
  const auto here = look_around();
  const auto table = parse_browser_table(embedded_browser_table(), system_name());
  if (!here || !table) {
    complain(here ? table.error() : here.error(), output);
    return kFailed;
  }
  if (options.scope == Scope::system) make_files_public();
  return command(options, table.value(), here.value(), output);
}

int run(std::span<const std::string_view> args, Command command, std::string_view help) {
  const auto options = parse_options(args);
  if (!options) {
    std::cerr << "magnetar: " << options.error().message << "\n" << help;
    return kUsage;
  }
  if (options.value().help) {
    std::cout << help;
    return kDone;
  }
  return run_here(options.value(), command);
}

}  // namespace

int register_host(const Options& options, const BrowserTable& table, const Surroundings& here,
                  Output output) {
  if (options.to && !options.family) {
    complain({base::ErrorCode::invalid_params, "--to needs --family chromium or --family firefox"}, output);
    return kUsage;
  }
  const auto places = places_to_write(options, table, here);
  if (!places) {
    complain(places.error(), output);
    return kUsage;
  }
  if (!is_executable(here.host())) {
    complain({base::ErrorCode::not_found, here.host().string() + " is not there; install Magnetar again"},
             output);
    return kFailed;
  }
  bool all = true;
  for (const Place& place : places.value()) all = write_one(place, options, here, output) && all;
  return all ? kDone : kFailed;
}

int unregister_host(const Options& options, const BrowserTable& table, const Surroundings& here,
                    Output output) {
  const auto places = places_to_clear(options, table, here);
  if (!places) {
    complain(places.error(), output);
    return kUsage;
  }
  bool any = false;
  bool failed = false;
  for (const Place& place : places.value()) {
    const Cleared cleared = clear_one(place, options, output);
    any = any || cleared == Cleared::yes;
    failed = failed || cleared == Cleared::failed;
  }
  if (!any && !failed) output.results << "Nothing is registered.\n";
  return failed ? kFailed : kDone;
}

}  // namespace magnetar::app::registration

namespace magnetar::app {

int run_register(std::span<const std::string_view> args) {
  return registration::run(args, registration::register_host, registration::kRegisterHelp);
}

int run_unregister(std::span<const std::string_view> args) {
  return registration::run(args, registration::unregister_host, registration::kUnregisterHelp);
}

}  // namespace magnetar::app
