#include "app/registration/browser_table.h"

#include <nlohmann/json.hpp>

namespace magnetar::app::registration {
namespace {

using nlohmann::json;

Family family_from(const json& value) {
  const auto name = value.get<std::string>();
  if (name == "chromium") return Family::chromium;
  if (name == "firefox") return Family::firefox;
  throw json::other_error::create(501, "unknown family " + name, nullptr);
}

Sandbox::Kind kind_from(const json& value) {
  const auto name = value.get<std::string>();
  if (name == "snap") return Sandbox::Kind::snap;
  if (name == "snap-portal") return Sandbox::Kind::snap_portal;
  if (name == "flatpak") return Sandbox::Kind::flatpak;
  throw json::other_error::create(501, "unknown sandbox " + name, nullptr);
}

Browser browser_from(const json& entry, const std::string& system) {
  const json& here = entry.at(system);
  Browser browser;
  entry.at("name").get_to(browser.name);
  entry.at("title").get_to(browser.title);
  browser.family = family_from(entry.at("family"));
  here.at("commands").get_to(browser.commands);
  here.at("signs").get_to(browser.signs);
  browser.always = here.value("always", false);
  here.at("user").get_to(browser.user_places);
  here.at("system").get_to(browser.system_places);
  return browser;
}

Sandbox sandbox_from(const json& entry) {
  Sandbox sandbox;
  entry.at("title").get_to(sandbox.title);
  sandbox.kind = kind_from(entry.at("kind"));
  entry.at("app").get_to(sandbox.app);
  entry.at("sign").get_to(sandbox.sign);
  if (sandbox.kind == Sandbox::Kind::flatpak) {
    sandbox.family = family_from(entry.at("family"));
    entry.at("place").get_to(sandbox.place);
  }
  return sandbox;
}

}  // namespace

base::Result<BrowserTable> parse_browser_table(std::string_view text, std::string_view system) {
  try {
    const json document = json::parse(text);
    BrowserTable table;
    for (const json& entry : document.at("browsers")) {
      table.browsers.push_back(browser_from(entry, std::string(system)));
    }
    for (const json& entry : document.at("sandboxes")) table.sandboxes.push_back(sandbox_from(entry));
    return table;
  } catch (const json::exception& problem) {
    return base::Error{base::ErrorCode::parse_error, std::string("browser table: ") + problem.what()};
  }
}

}  // namespace magnetar::app::registration
