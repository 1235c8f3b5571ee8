#pragma once
// The native messaging manifest: the file that tells a browser which program to start for which extension.

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "app/registration/browser_table.h"
#include "base/error.h"

namespace magnetar::app::registration {

/// The name both sides know. Lower case, digits, `_` and `.` only: what every browser accepts.
inline constexpr std::string_view kHostName = "magnetar.host";

/// Larger files are not read: a manifest has a few hundred bytes.
inline constexpr std::size_t kManifestLimit = 65536;

struct HostManifest {
  std::string name;
  std::filesystem::path path;
  std::string type;
  std::vector<std::string> allowed;  ///< origins (Chromium family) or add-on ids (Firefox family)
};

/// Who may start the host, as this family's manifests say it: origins end in a slash, add-ons are ids.
[[nodiscard]] std::vector<std::string> our_extensions(Family family);

/// The manifest's text. `host` is an absolute path.
[[nodiscard]] std::string manifest_text(Family family, const std::filesystem::path& host);

/// Reads what a browser of this family would read. parse_error when it would refuse the file.
[[nodiscard]] base::Result<HostManifest> parse_manifest(std::string_view text, Family family);

/// Whether `text` is a manifest of our host, of either family.
[[nodiscard]] bool names_our_host(std::string_view text);

}  // namespace magnetar::app::registration
