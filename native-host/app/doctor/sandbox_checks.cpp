// Checks of browsers from snaps and Flatpaks, which start programs only inside their sandbox, or not at all.
#include "app/doctor/browser_checks.h"
#include "app/registration/places.h"

namespace magnetar::app::doctor {
namespace {

using registration::Sandbox;
using registration::Surroundings;

constexpr const char* kFamilyNames[] = {"chromium", "firefox"};

Finding describe_portal(const Sandbox& sandbox) {
  return {Level::warning, sandbox.title,
          "asks through the desktop's WebExtensions portal before it starts magnetar-host; where there is no "
          "such "
          "portal it cannot",
          "allow it when asked; after a refusal: flatpak permission-set webextensions magnetar.host snap." +
              sandbox.app + " yes"};
}

Finding describe_snap(const Sandbox& sandbox) {
  return {Level::warning, sandbox.title, "a snap of this browser cannot start programs outside its sandbox",
          "use this browser from a .deb package"};
}

Finding describe_flatpak(const Sandbox& sandbox, const Surroundings& here) {
  const auto place = registration::expand(sandbox.place, here);
  const std::string folder = place ? place->string() : sandbox.place;
  const char* family = kFamilyNames[sandbox.family == registration::Family::firefox ? 1 : 0];
  return {
      Level::warning, sandbox.title,
      "a Flatpak starts magnetar-host inside its sandbox, where it reaches only a daemon that already runs",
      "flatpak override --user --filesystem='" + here.program.parent_path().string() +
          "':ro --filesystem=xdg-run/magnetar " + sandbox.app + " && magnetar register --to '" + folder +
          "' --family " + family};
}

Finding describe(const Sandbox& sandbox, const Surroundings& here) {
  if (sandbox.kind == Sandbox::Kind::snap_portal) return describe_portal(sandbox);
  if (sandbox.kind == Sandbox::Kind::snap) return describe_snap(sandbox);
  return describe_flatpak(sandbox, here);
}

}  // namespace

Findings check_sandboxes(const registration::BrowserTable& table, const Surroundings& here) {
  Findings findings;
  for (const Sandbox& sandbox : table.sandboxes) {
    const auto sign = registration::expand(sandbox.sign, here);
    std::error_code error;
    if (sign && std::filesystem::exists(*sign, error)) findings.push_back(describe(sandbox, here));
  }
  return findings;
}

}  // namespace magnetar::app::doctor
