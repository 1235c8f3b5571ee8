#pragma once
// Descriptions of films as the JSON of docs/protocol.md.

#include <nlohmann/json.hpp>

#include "api/media.h"

namespace magnetar::api {

[[nodiscard]] nlohmann::json to_json(const MediaDescription& description);
[[nodiscard]] nlohmann::json to_json(const MediaOpened& opened);

}  // namespace magnetar::api
