#pragma once
// The extensions that may start the native messaging host. The Chromium id follows from `key` in
// extension/manifest/chromium.json, the add-on id stands in extension/manifest/firefox.json; tests compare
// them.

#include <array>
#include <string_view>

namespace magnetar::app::relay {

/// The first 16 bytes of the key's SHA-256, in hexadecimal with the letters a to p.
inline constexpr std::array<std::string_view, 1> kChromiumExtensionIds{"geajfcijdieipknbejhknjpdfcielnci"};
inline constexpr std::string_view kFirefoxAddOnId = "extension@magnetar";

}  // namespace magnetar::app::relay
