#pragma once
// The known browsers and their folders of native messaging manifests, read from installer/browsers.json.

#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"

namespace magnetar::app::registration {

/// Decides the form in which a manifest names the extensions that may start the host.
enum class Family { chromium, firefox };

/// One browser on one system. Paths are patterns that still hold {home} or {config}.
struct Browser {
  std::string name;   ///< value of `--browser`
  std::string title;  ///< name for people
  Family family = Family::chromium;
  std::vector<std::string> commands;  ///< programs; the browser is found when one of them is installed
  std::vector<std::string> signs;     ///< paths; the browser is found when one of them exists
  bool always = false;                ///< register even when it is not found
  std::vector<std::string> user_places;
  std::vector<std::string> system_places;
};

/// A browser in a sandbox that native messaging does not pass, or only on conditions.
struct Sandbox {
  enum class Kind { snap, snap_portal, flatpak };
  std::string title;
  Kind kind = Kind::snap;
  std::string app;   ///< name of the snap or Flatpak
  std::string sign;  ///< a path pattern; it exists when the browser was used
  Family family = Family::chromium;
  std::string place = {};  ///< Flatpak: the folder of manifests inside its sandbox
};

struct BrowserTable {
  std::vector<Browser> browsers;
  std::vector<Sandbox> sandboxes;
};

/// Reads the table for one system: "linux", "macos" or "windows". Errors: parse_error when a part is missing.
[[nodiscard]] base::Result<BrowserTable> parse_browser_table(std::string_view json, std::string_view system);

/// Returns the text of installer/browsers.json with which this program was built.
[[nodiscard]] std::string_view embedded_browser_table();

}  // namespace magnetar::app::registration
