#include "api/positions_api.h"

#include "api/params.h"
#include "media/time_limits.h"
#include "rpc/params.h"

namespace magnetar::api {
namespace {

using media::kLongestSeconds;
using nlohmann::json;

base::Result<json> get(Catalog& catalog, const json& params) {
  MAGNETAR_TRY(id, require_id(params));
  MAGNETAR_TRY(file, require_file(params));
  MAGNETAR_TRY(position, catalog.position(id, file));
  return json{{"seconds", position.seconds}, {"duration", position.duration}};
}

base::Result<json> set(Catalog& catalog, const json& params) {
  MAGNETAR_TRY(id, require_id(params));
  MAGNETAR_TRY(file, require_file(params));
  MAGNETAR_TRY(seconds, rpc::require_number(params, "seconds", 0, kLongestSeconds));
  MAGNETAR_TRY(duration, rpc::require_number(params, "duration", 0, kLongestSeconds));
  BOOST_OUTCOME_TRYV(catalog.set_position(id, file, {seconds, duration}));
  return json::object();
}

}  // namespace

void register_positions(rpc::MethodTable& methods, Catalog& catalog) {
  methods.add("positions.get",
              [&](const json& params, const std::shared_ptr<rpc::Connection>&,
                  const rpc::Responder& responder) { responder.answer(get(catalog, params)); });
  methods.add("positions.set",
              [&](const json& params, const std::shared_ptr<rpc::Connection>&,
                  const rpc::Responder& responder) { responder.answer(set(catalog, params)); });
  methods.mark_changing("positions.set");
}

}  // namespace magnetar::api
