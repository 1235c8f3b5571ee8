#include "api/status_api.h"

#include "api/json.h"

namespace magnetar::api {

using nlohmann::json;

void register_status(rpc::MethodTable& methods, Control& control) {
  methods.add("status.get",
              [&](const json&, const std::shared_ptr<rpc::Connection>&, const rpc::Responder& responder) {
                responder.result(to_json(control.status()));
              });
  methods.add("daemon.stop",
              [&](const json&, const std::shared_ptr<rpc::Connection>&, const rpc::Responder& responder) {
                responder.result(json::object());
                control.stop();
              });
}

}  // namespace magnetar::api
