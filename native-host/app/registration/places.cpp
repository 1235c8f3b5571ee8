#include "app/registration/places.h"

#include <algorithm>

namespace magnetar::app::registration {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kHome = "{home}/";
constexpr std::string_view kConfig = "{config}/";

/// Returns the folder that stays when a manifest is removed: the user's top folder, or the browser's folder
/// of the system.
fs::path kept_above(const std::string& pattern, const fs::path& folder, const Surroundings& here) {
  if (pattern.starts_with(kHome)) return here.home;
  if (pattern.starts_with(kConfig)) return here.config;
  return folder.parent_path();
}

void add_place(std::vector<Place>& places, const Browser& browser, const std::string& pattern,
               const Surroundings& here) {
  const auto folder = expand(pattern, here);
  if (!folder) return;
  const fs::path file = *folder / kManifestFile;
  const bool known =
      std::any_of(places.begin(), places.end(), [&](const Place& place) { return place.file == file; });
  if (!known) places.push_back({browser.title, browser.family, file, kept_above(pattern, *folder, here)});
}

}  // namespace

std::optional<fs::path> expand(const std::string& pattern, const Surroundings& here) {
  if (pattern.starts_with(kHome)) return here.home / pattern.substr(kHome.size());
  if (pattern.starts_with(kConfig)) return here.config / pattern.substr(kConfig.size());
  if (pattern.starts_with('/')) return fs::path(pattern);
  return std::nullopt;
}

bool is_found(const Browser& browser, const Surroundings& here) {
  const auto installed = [&](const std::string& name) {
    return !find_command(name, here.command_folders).empty();
  };
  const auto used = [&](const std::string& pattern) {
    const auto path = expand(pattern, here);
    std::error_code error;
    return path && fs::exists(*path, error);
  };
  return std::any_of(browser.commands.begin(), browser.commands.end(), installed) ||
         std::any_of(browser.signs.begin(), browser.signs.end(), used);
}

std::vector<Place> places_of(const std::vector<Browser>& browsers, Scope scope, const Surroundings& here) {
  std::vector<Place> places;
  for (const Browser& browser : browsers) {
    const auto& patterns = scope == Scope::user ? browser.user_places : browser.system_places;
    for (const std::string& pattern : patterns) add_place(places, browser, pattern, here);
  }
  return places;
}

}  // namespace magnetar::app::registration
