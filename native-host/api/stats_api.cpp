#include "api/stats_api.h"

#include "api/json.h"
#include "rpc/params.h"

namespace magnetar::api {
namespace {

using base::Error;
using base::ErrorCode;
using base::Result;
using nlohmann::json;

constexpr std::int64_t kMostTorrents = 200;

void get(Statistics& statistics, const json& params, const rpc::Responder& responder) {
  const auto answer = [responder](const Result<StatsView>& stats) {
    responder.answer(stats ? Result<json>(to_json(stats.value())) : Result<json>(stats.error()));
  };
  if (params.contains("id") && !params["id"].is_null()) {
    const auto id = require_id(params);
    return id ? statistics.ask(id.value(), answer) : responder.error(id.error());
  }
  const auto page = read_page(params, kMostTorrents);
  return page ? statistics.ask(page.value(), answer) : responder.error(page.error());
}

Result<json> trace(Statistics& statistics, const json& params) {
  MAGNETAR_TRY(id, require_id(params));
  MAGNETAR_TRY(on, rpc::optional_bool(params, "on"));
  if (!on) return Error{ErrorCode::invalid_params, "on must be true or false", "on"};
  MAGNETAR_TRY(file, statistics.trace(id, *on));
  return json{{"path", file ? json(file->string()) : json(nullptr)}};
}

}  // namespace

void register_stats(rpc::MethodTable& methods, Statistics& statistics) {
  methods.add("stats.get", [&](const json& params, const std::shared_ptr<rpc::Connection>&,
                               const rpc::Responder& responder) { get(statistics, params, responder); });
  methods.add("stats.trace",
              [&](const json& params, const std::shared_ptr<rpc::Connection>&,
                  const rpc::Responder& responder) { responder.answer(trace(statistics, params)); });
}

}  // namespace magnetar::api
