#pragma once
// Identifies the browser that has started the host, by the arguments.

#include <span>
#include <string_view>

#include "base/error.h"

namespace magnetar::app::relay {

enum class BrowserFamily { chromium, firefox };

/// Chromium passes `chrome-extension://<id>/` first; Firefox passes the path of the manifest, then the
/// add-on's id. The browsers check their manifests too, but forks of them and other programs may not. Errors:
/// not_allowed for any other caller.
[[nodiscard]] base::Result<BrowserFamily> identify_caller(std::span<const std::string_view> arguments);

}  // namespace magnetar::app::relay
