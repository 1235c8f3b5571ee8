#include "app/registration/host_manifest.h"

#include <nlohmann/json.hpp>

#include "app/relay/extension_ids.h"

namespace magnetar::app::registration {
namespace {

using nlohmann::json;
using nlohmann::ordered_json;

constexpr const char* allowed_key(Family family) {
  return family == Family::chromium ? "allowed_origins" : "allowed_extensions";
}

}  // namespace

std::vector<std::string> our_extensions(Family family) {
  if (family == Family::firefox) return {std::string(relay::kFirefoxAddOnId)};
  std::vector<std::string> origins;
  for (const std::string_view id : relay::kChromiumExtensionIds) {
    origins.push_back("chrome-extension://" + std::string(id) + "/");
  }
  return origins;
}

std::string manifest_text(Family family, const std::filesystem::path& host) {
  ordered_json manifest;
  manifest["name"] = kHostName;
  manifest["description"] = "Magnetar plays torrents in the browser";
  manifest["path"] = host.string();
  manifest["type"] = "stdio";
  manifest[allowed_key(family)] = our_extensions(family);
  return manifest.dump(2, ' ', false, ordered_json::error_handler_t::replace) + "\n";
}

base::Result<HostManifest> parse_manifest(std::string_view text, Family family) {
  try {
    const json document = json::parse(text);
    HostManifest manifest;
    document.at("name").get_to(manifest.name);
    manifest.path = document.at("path").get<std::string>();
    document.at("type").get_to(manifest.type);
    document.at(allowed_key(family)).get_to(manifest.allowed);
    return manifest;
  } catch (const json::exception& problem) {
    return base::Error{base::ErrorCode::parse_error, problem.what()};
  }
}

bool names_our_host(std::string_view text) {
  const json document = json::parse(text, nullptr, false);
  return document.is_object() && document.contains("name") && document["name"] == kHostName;
}

}  // namespace magnetar::app::registration
