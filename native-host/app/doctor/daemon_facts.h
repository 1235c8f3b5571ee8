#pragma once
// The facts that the daemon reports to the doctor.

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "base/error.h"
#include "base/paths.h"

namespace magnetar::app::doctor {

struct DaemonFacts {
  std::string version;
  std::string http_base;                                           ///< http://127.0.0.1:<port>/<token>/
  std::filesystem::path film_folder;                               ///< the cache folder
  std::vector<std::pair<std::string, std::string>> warnings = {};  ///< kind and subject (docs/protocol.md)
  std::string web_peers = {};                                      ///< the setting
  bool bridge_wanted = false;                                      ///< see `bridge.get`
};

/// Sends hello to the daemon and starts it when it does not run, because its start is a link of the chain to
/// check.
[[nodiscard]] base::Result<DaemonFacts> ask_daemon(const base::Paths& paths);

}  // namespace magnetar::app::doctor
