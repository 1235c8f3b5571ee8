#include "app/doctor/daemon_facts.h"

#include <nlohmann/json.hpp>

#include "app/cli/daemon_connection.h"

namespace magnetar::app::doctor {
namespace {

using nlohmann::json;

base::Result<DaemonFacts> read_facts(const json& welcome, const json& status, const json& settings,
                                     const json& bridge) {
  try {
    DaemonFacts facts{welcome.at("host").at("version").get<std::string>(),
                      welcome.at("http").at("base").get<std::string>(),
                      status.at("disk").at("folder").get<std::string>()};
    for (const auto& warning : status.at("warnings"))
      facts.warnings.emplace_back(warning.at("kind").get<std::string>(),
                                  warning.at("subject").get<std::string>());
    facts.web_peers = settings.at("settings").value("web_peers", "off");  // an older daemon has none
    facts.bridge_wanted = bridge.value("wanted", false);
    return facts;
  } catch (const json::exception& problem) {
    return base::Error{base::ErrorCode::protocol_mismatch,
                       std::string("unexpected answer: ") + problem.what()};
  }
}

}  // namespace

base::Result<DaemonFacts> ask_daemon(const base::Paths& paths) {
  using cli::DaemonConnection;
  MAGNETAR_TRY(daemon, DaemonConnection::open(paths, DaemonConnection::Start::if_needed));
  MAGNETAR_TRY(status, daemon->request("status.get", json::object()));
  MAGNETAR_TRY(settings, daemon->request("settings.get", json::object()));
  const auto bridge = daemon->request("bridge.get", json::object());
  return read_facts(daemon->welcome(), status, settings, bridge ? bridge.value() : json::object());
}

}  // namespace magnetar::app::doctor
