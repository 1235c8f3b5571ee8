#pragma once
// From the browser table to the files that must exist on this machine.

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
  std::string browser;  ///< the title a person reads
  Family family = Family::chromium;
  std::filesystem::path file;
  /// Empty folders are removed with the file, but never this one or one above it.
  std::filesystem::path keep;
};

/// `pattern` with {home} or {config} filled in; nothing when it is not a path of this kind of system.
[[nodiscard]] std::optional<std::filesystem::path> expand(const std::string& pattern,
                                                          const Surroundings& here);

/// Whether the browser is installed or was used by this user.
[[nodiscard]] bool is_found(const Browser& browser, const Surroundings& here);

/// Every file of `browsers` in that scope; a file that two browsers share is named once.
[[nodiscard]] std::vector<Place> places_of(const std::vector<Browser>& browsers, Scope scope,
                                           const Surroundings& here);

/// The file's name in any folder.
inline constexpr std::string_view kManifestFile = "magnetar.host.json";

}  // namespace magnetar::app::registration
