#pragma once
// The method `bridge.get`.

#include <nlohmann/json.hpp>

#include "api/bridge.h"
#include "rpc/method_table.h"

namespace magnetar::api {

/// {"wanted", "url"}, also the parameters of the notification `bridge.changed`.
[[nodiscard]] nlohmann::json to_json(const BridgeView& bridge);

void register_bridge(rpc::MethodTable& methods, const Bridge& bridge);

}  // namespace magnetar::api
