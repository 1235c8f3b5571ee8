#pragma once
// Members of the daemon's answers.

#include <cstdint>
#include <nlohmann/json.hpp>

namespace magnetar::app::cli {

/// A whole number that docs/protocol.md promises; throws as nlohmann::json::at() where it is not there.
[[nodiscard]] inline std::int64_t number(const nlohmann::json& object, const char* name) {
  return object.at(name).get<std::int64_t>();
}

}  // namespace magnetar::app::cli
