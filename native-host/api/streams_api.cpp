#include "api/streams_api.h"

#include "api/json.h"
#include "api/links.h"
#include "api/params.h"

namespace magnetar::api {
namespace {

using nlohmann::json;

base::Result<json> open(Catalog& catalog, Control& control, const json& params) {
  MAGNETAR_TRY(id, require_id(params));
  std::optional<base::FileIndex> index;
  if (params.contains("file") && !params["file"].is_null()) {
    MAGNETAR_TRY(named, require_file(params));
    index = named;
  }
  MAGNETAR_TRY(file, catalog.open_stream(id, index));
  const auto base = control.http_base();
  return json{{"file", to_json(file, id, base)},
              {"playlist", playlist_url(base, id)},
              {"hls", hls_url(base, id, file.index)}};
}

}  // namespace

void register_streams(rpc::MethodTable& methods, Catalog& catalog, Control& control) {
  methods.add("streams.open",
              [&](const json& params, const std::shared_ptr<rpc::Connection>&,
                  const rpc::Responder& responder) { responder.answer(open(catalog, control, params)); });
  methods.mark_changing("streams.open");
}

}  // namespace magnetar::api
