#pragma once
// Reads members of the daemon's answers.

#include <cstdint>
#include <nlohmann/json.hpp>

namespace magnetar::app::cli {

/// Returns an integer that docs/protocol.md promises; throws like nlohmann::json::at() when it is absent.
[[nodiscard]] inline std::int64_t number(const nlohmann::json& object, const char* name) {
  return object.at(name).get<std::int64_t>();
}

}  // namespace magnetar::app::cli
