#include "api/programs_api.h"

#include "api/params.h"
#include "rpc/params.h"

namespace magnetar::api {
namespace {

using nlohmann::json;

constexpr std::size_t kLongestWord = 32;

base::Result<json> open(Programs& programs, const json& params) {
  MAGNETAR_TRY(id, require_id(params));
  MAGNETAR_TRY(file, require_file(params));
  MAGNETAR_TRY(program, rpc::require_string(params, "program", kLongestWord));
  BOOST_OUTCOME_TRYV(programs.open(id, file, program));
  return json::object();
}

}  // namespace

void register_programs(rpc::MethodTable& methods, Programs& programs) {
  methods.add("programs.list",
              [&](const json&, const std::shared_ptr<rpc::Connection>&, const rpc::Responder& responder) {
                responder.result(json{{"programs", programs.found()}});
              });
  methods.add("programs.open",
              [&](const json& params, const std::shared_ptr<rpc::Connection>&,
                  const rpc::Responder& responder) { responder.answer(open(programs, params)); });
}

}  // namespace magnetar::api
