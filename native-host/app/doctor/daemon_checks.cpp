#include "app/doctor/daemon_checks.h"

#include <httplib.h>

#include <charconv>
#include <chrono>
#include <optional>

#include "base/paths.h"
#include "base/random.h"

namespace magnetar::app::doctor {
namespace {

constexpr std::chrono::seconds kPatience{3};
constexpr std::string_view kLoopback = "http://127.0.0.1:";

std::string log_hint() {
  const auto paths = base::user_paths();
  return paths ? "see " + paths.value().log().string() : "set HOME";
}

Finding http_failure(const std::string& text) {
  return {Level::failure, "HTTP endpoint", text, "run `magnetar stop` and try again; " + log_hint()};
}

/// Returns the port of "http://127.0.0.1:<port>/…".
std::optional<int> port_of(const std::string& base) {
  if (!base.starts_with(kLoopback)) return std::nullopt;
  int port = 0;
  const auto* end = base.data() + base.size();
  const auto [rest, error] = std::from_chars(base.data() + kLoopback.size(), end, port);
  if (error != std::errc{} || rest == end || *rest != '/') return std::nullopt;
  return port;
}

}  // namespace

Finding check_daemon(const base::Result<DaemonFacts>& facts) {
  if (!facts) return {Level::failure, "daemon", "does not answer: " + facts.error().message, log_hint()};
  return {Level::ok, "daemon", "version " + facts.value().version + " answers"};
}

Findings check_start(const DaemonFacts& facts) {
  Findings findings;
  for (const auto& [kind, subject] : facts.warnings) {
    if (kind == "setting_ignored") {
      findings.push_back({Level::warning, "settings", subject + " could not be read and has its default",
                          "set it again in the options, or mend settings.conf"});
    } else if (kind.starts_with("sandbox_")) {
      // check_media() reports these.
    } else if (kind == "cache_kept") {
      findings.push_back({Level::warning, "cache", "the films that are kept take more than cache_size",
                          "remove some, or give them more room in the options"});
    } else {
      findings.push_back({Level::warning, "library",
                          kind == "library_restored" ? "was damaged; its copy took its place"
                                                     : "was damaged; a new one took its place",
                          "the damaged file is kept as " + subject});
    }
  }
  return findings;
}

Finding check_web_peers(const DaemonFacts& facts) {
  constexpr const char* kName = "web peers";
  if (facts.web_peers == "off")
    return {Level::ok, kName, "off; \"Peers in browsers\" in the options turns them on"};
  if (!facts.bridge_wanted)
    return {Level::ok, kName, "no torrent that is open now has trackers of web peers"};
  return {Level::ok, kName, "the browser connects to them for a torrent that is open"};
}

Finding check_http(const std::string& base) {
  const auto port = port_of(base);
  if (!port) return http_failure("the daemon gave no address on this machine");
  httplib::Client client("127.0.0.1", *port);
  client.set_connection_timeout(kPatience);
  client.set_read_timeout(kPatience);
  const auto answer = client.Get("/" + base::random_hex(16) + "/torrents/x/files/0");
  const auto name = "port " + std::to_string(*port);
  if (!answer) return http_failure(name + " does not answer: " + httplib::to_string(answer.error()));
  if (answer->status != 404)
    return http_failure("a wrong token was answered with " + std::to_string(answer->status));
  return {Level::ok, "HTTP endpoint", name + " answers, and refuses a wrong token"};
}

}  // namespace magnetar::app::doctor
