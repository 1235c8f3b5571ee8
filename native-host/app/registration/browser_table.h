#pragma once
// Which browsers there are and where each looks for native messaging manifests, read from
// installer/browsers.json.

#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"

namespace magnetar::app::registration {

/// Decides how a manifest names the extensions that may start the host.
enum class Family { chromium, firefox };

/// One browser on one system. Paths are patterns that still hold {home} or {config}.
struct Browser {
  std::string name;   ///< what `--browser` takes
  std::string title;  ///< what a person reads
  Family family = Family::chromium;
  std::vector<std::string> commands;  ///< programs; one of them installed: the browser is found
  std::vector<std::string> signs;     ///< paths; one of them there: the browser is found
  bool always = false;                ///< register even when it is not found
  std::vector<std::string> user_places;
  std::vector<std::string> system_places;
};

/// A browser from a sandbox that native messaging does not pass, or only on conditions.
struct Sandbox {
  enum class Kind { snap, snap_portal, flatpak };
  std::string title;
  Kind kind = Kind::snap;
  std::string app;   ///< the snap's or the Flatpak's name
  std::string sign;  ///< a path pattern; there when the browser was used
  Family family = Family::chromium;
  std::string place = {};  ///< Flatpak: where the browser looks inside its sandbox
};

struct BrowserTable {
  std::vector<Browser> browsers;
  std::vector<Sandbox> sandboxes;
};

/// Reads the table for one system: "linux", "macos" or "windows". parse_error when a part is missing.
[[nodiscard]] base::Result<BrowserTable> parse_browser_table(std::string_view json, std::string_view system);

/// The text of installer/browsers.json this program was built with.
[[nodiscard]] std::string_view embedded_browser_table();

}  // namespace magnetar::app::registration
