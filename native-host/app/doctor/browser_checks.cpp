#include "app/doctor/browser_checks.h"

#include <algorithm>

#include "app/registration/host_manifest.h"
#include "app/registration/places.h"
#include "base/atomic_file.h"

namespace magnetar::app::doctor {
namespace {

namespace fs = std::filesystem;
using registration::Browser;
using registration::HostManifest;
using registration::Place;
using registration::Scope;
using registration::Surroundings;

Finding broken(const Browser& browser, const std::string& text) {
  return {Level::failure, browser.title, text, "magnetar register --browser " + browser.name};
}

/// Returns the first existing file of the browser.
const Place* present(const std::vector<Place>& places) {
  const auto found = std::find_if(places.begin(), places.end(), [](const Place& place) {
    std::error_code error;
    return fs::exists(place.file, error);
  });
  return found == places.end() ? nullptr : &*found;
}

std::vector<Place> places_in_order(const Browser& browser, const Surroundings& here) {
  auto places = registration::places_of({browser}, Scope::user, here);
  const auto of_system = registration::places_of({browser}, Scope::system, here);
  places.insert(places.end(), of_system.begin(), of_system.end());
  return places;
}

bool allows_ours(const HostManifest& manifest, registration::Family family) {
  const auto ours = registration::our_extensions(family);
  return std::all_of(ours.begin(), ours.end(), [&](const std::string& id) {
    return std::find(manifest.allowed.begin(), manifest.allowed.end(), id) != manifest.allowed.end();
  });
}

bool is_same_file(const fs::path& one, const fs::path& other) {
  std::error_code error;
  return fs::equivalent(one, other, error);
}

Finding check_manifest(const Browser& browser, const fs::path& file, const HostManifest& manifest,
                       const Surroundings& here) {
  if (manifest.name != registration::kHostName || manifest.type != "stdio") {
    return broken(browser, file.string() + " does not describe magnetar.host");
  }
  if (!manifest.path.is_absolute() || !registration::is_executable(manifest.path)) {
    return broken(browser, file.string() + " names " + manifest.path.string() + ", which cannot be started");
  }
  if (!allows_ours(manifest, browser.family)) {
    return broken(browser, file.string() + " does not allow Magnetar's extension");
  }
  if (!is_same_file(manifest.path, here.host())) {
    return {Level::warning, browser.title, "starts another installation, " + manifest.path.string(),
            "magnetar register --browser " + browser.name + ", if this one is meant"};
  }
  return {Level::ok, browser.title, "registered by " + file.string()};
}

Finding check_browser(const Browser& browser, const Surroundings& here) {
  const auto places = places_in_order(browser, here);
  const Place* place = present(places);
  if (place == nullptr) return broken(browser, "does not know magnetar-host");
  const auto text = base::read_file(place->file, registration::kManifestLimit);
  if (!text) return broken(browser, text.error().message);
  const auto manifest = registration::parse_manifest(text.value(), browser.family);
  if (!manifest) return broken(browser, place->file.string() + " is not a valid manifest");
  return check_manifest(browser, place->file, manifest.value(), here);
}

}  // namespace

Findings check_browsers(const registration::BrowserTable& table, const Surroundings& here) {
  Findings findings;
  for (const Browser& browser : table.browsers) {
    if (registration::is_found(browser, here)) findings.push_back(check_browser(browser, here));
  }
  if (findings.empty()) {
    findings.push_back({Level::warning, "browsers", "no browser was found on this machine",
                        "install one, for example: apt-get install chromium"});
  }
  return findings;
}

}  // namespace magnetar::app::doctor
