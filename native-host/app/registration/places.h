#pragma once
// The manifest files of this machine, from the browser table.

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "app/registration/browser_table.h"
#include "app/registration/surroundings.h"

namespace magnetar::app::registration {

enum class Scope { user, system };

/// One manifest file of one browser.
struct Place {
  std::string browser;  ///< title of the browser for people
  Family family = Family::chromium;
  std::filesystem::path file;
  /// Empty folders are removed with the file, except this one and its parents.
  std::filesystem::path keep;
};

/// Fills in {home} or {config} of `pattern`; no value when the result is no path of this kind of system.
[[nodiscard]] std::optional<std::filesystem::path> expand(const std::string& pattern,
                                                          const Surroundings& here);

/// Whether the browser is installed, or was used by this user.
[[nodiscard]] bool is_found(const Browser& browser, const Surroundings& here);

/// Returns the manifest files of `browsers` in a scope; a file that two browsers share is listed once.
[[nodiscard]] std::vector<Place> places_of(const std::vector<Browser>& browsers, Scope scope,
                                           const Surroundings& here);

/// The file name of the manifest in each folder.
inline constexpr std::string_view kManifestFile = "magnetar.host.json";

}  // namespace magnetar::app::registration
