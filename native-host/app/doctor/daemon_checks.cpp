#include "app/doctor/daemon_checks.h"

#include <boost/asio/ip/tcp.hpp>
#include <chrono>
#include <optional>

#include "base/paths.h"
#include "base/random.h"

namespace magnetar::app::doctor {
namespace {

using boost::asio::ip::tcp;

constexpr std::chrono::seconds kPatience{3};
constexpr std::string_view kLoopback = "http://127.0.0.1:";

std::string log_hint() {
  const auto paths = base::user_paths();
  return paths ? "see " + paths.value().log().string() : "set HOME";
}

Finding http_failure(const std::string& text) {
  return {Level::failure, "HTTP endpoint", text, "run `magnetar stop` and try again; " + log_hint()};
}

/// The port of "http://127.0.0.1:<port>/…".
std::optional<std::string> port_of(const std::string& base) {
  if (!base.starts_with(kLoopback)) return std::nullopt;
  const auto end = base.find('/', kLoopback.size());
  if (end == std::string::npos) return std::nullopt;
  return base.substr(kLoopback.size(), end - kLoopback.size());
}

/// The first line of the answer to a request with a token that nobody has; empty when there is none.
std::string status_line(const std::string& port) {
  tcp::iostream connection;
  connection.expires_after(kPatience);
  connection.connect("127.0.0.1", port);
  connection << "GET /" << base::random_hex(16) << "/torrents/x/files/0 HTTP/1.1\r\nHost: 127.0.0.1:" << port
             << "\r\nConnection: close\r\n\r\n"
             << std::flush;
  std::string line;
  std::getline(connection, line);
  if (line.ends_with('\r')) line.pop_back();
  return line;
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
      // The check of media says it.
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

Finding check_http(const std::string& base) {
  const auto port = port_of(base);
  if (!port) return http_failure("the daemon gave no address on this machine");
  const std::string line = status_line(*port);
  if (line.empty()) return http_failure("port " + *port + " does not answer");
  if (!line.starts_with("HTTP/1.1 404")) return http_failure("a wrong token was answered with " + line);
  return {Level::ok, "HTTP endpoint", "port " + *port + " answers, and refuses a wrong token"};
}

}  // namespace magnetar::app::doctor
