#pragma once
// The native messaging manifest: the file that names the program of a host and the extensions that may start
// it.

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "app/registration/browser_table.h"
#include "base/error.h"

namespace magnetar::app::registration {

/// The name of the native messaging host. Every browser accepts lower case, digits, `_` and `.`.
inline constexpr std::string_view kHostName = "magnetar.host";

/// Limit of a manifest in bytes; manifests have a few hundred.
inline constexpr std::size_t kManifestLimit = 65536;

struct HostManifest {
  std::string name;
  std::filesystem::path path;
  std::string type;
  std::vector<std::string> allowed;  ///< origins (Chromium family) or add-on ids (Firefox family)
};

/// Returns the extensions that may start the host, in the form of this family: origins end in a slash,
/// add-ons are ids.
[[nodiscard]] std::vector<std::string> our_extensions(Family family);

/// Returns the text of a manifest. `host` is an absolute path.
[[nodiscard]] std::string manifest_text(Family family, const std::filesystem::path& host);

/// Reads the members that a browser of this family reads. Errors: parse_error when the browser would refuse
/// the file.
[[nodiscard]] base::Result<HostManifest> parse_manifest(std::string_view text, Family family);

/// Whether `text` is a manifest of our host, of either family.
[[nodiscard]] bool names_our_host(std::string_view text);

}  // namespace magnetar::app::registration
