#include "api/bridge_api.h"

namespace magnetar::api {

using nlohmann::json;

json to_json(const BridgeView& bridge) {
  return {{"wanted", bridge.wanted}, {"url", bridge.url}};
}

void register_bridge(rpc::MethodTable& methods, const Bridge& bridge) {
  methods.add("bridge.get",
              [&bridge](const json&, const std::shared_ptr<rpc::Connection>&,
                        const rpc::Responder& responder) { responder.result(to_json(bridge.bridge())); });
}

}  // namespace magnetar::api
