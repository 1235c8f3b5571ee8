#pragma once
// What the daemon says of itself when the doctor calls.

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
  std::filesystem::path film_folder;                               ///< where films go
  std::vector<std::pair<std::string, std::string>> warnings = {};  ///< kind and subject (docs/protocol.md)
};

/// Says hello to the daemon, starting it when it does not run: a start that works is a link of the chain.
[[nodiscard]] base::Result<DaemonFacts> ask_daemon(const base::Paths& paths);

}  // namespace magnetar::app::doctor
