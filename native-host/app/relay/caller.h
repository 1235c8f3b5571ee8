#pragma once
// Which browser started the host, by its arguments.

#include <span>
#include <string_view>

#include "base/error.h"

namespace magnetar::app::relay {

enum class BrowserFamily { chromium, firefox };

/// Chromium gives `chrome-extension://<id>/` first; Firefox the path of the manifest, then the add-on's id.
/// The browsers check their manifests too, but forks of them and other programs may not. not_allowed for
/// everybody else.
[[nodiscard]] base::Result<BrowserFamily> identify_caller(std::span<const std::string_view> arguments);

}  // namespace magnetar::app::relay
