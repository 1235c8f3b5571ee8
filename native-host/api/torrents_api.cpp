#include "api/torrents_api.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "api/json.h"
#include "api/params.h"
#include "base/coding.h"
#include "base/limits.h"
#include "rpc/params.h"

namespace magnetar::api {
namespace {

using base::Error;
using base::ErrorCode;
using base::Result;
using nlohmann::json;
using ConnectionPtr = std::shared_ptr<rpc::Connection>;

constexpr std::int64_t kMostTorrents = 200;
constexpr std::int64_t kMostFiles = 500;
// The bar across a window shows no more parts.
constexpr std::size_t kHereParts = 200;
constexpr std::int64_t kAnyOffset = std::numeric_limits<std::int32_t>::max();

json nothing() {
  return json::object();
}

// A page ends at this size in bytes of JSON, because file names may be long and an answer has to fit a frame
// (1 MiB towards the browser). Native messaging counts bytes of JSON.
constexpr std::size_t kPageBytes = 768 * 1024;

// `limit` is an upper bound. An item larger than a page is a page of its own.
template <class T, class Format>
json page_of(const std::vector<T>& all, const Page& page, Format format) {
  json items = json::array();
  std::size_t bytes = 0;
  for (std::size_t i = page.offset; i < all.size() && i - page.offset < page.limit; ++i) {
    json item = format(all[i]);
    bytes += item.dump().size() + 1;
    if (bytes > kPageBytes && !items.empty()) break;
    items.push_back(std::move(item));
  }
  return items;
}

Result<AddRequest> read_add(const json& params) {
  AddRequest request;
  MAGNETAR_TRY(paused, rpc::optional_bool(params, "paused"));
  request.paused = paused.value_or(false);
  MAGNETAR_TRY(torrent, rpc::optional_string(params, "torrent", base::kLargestTorrentFile * 4 / 3 + 4));
  if (torrent) {
    auto bytes = base::decode_base64(*torrent);
    if (!bytes) return Error{ErrorCode::invalid_params, "torrent is not base64", "torrent"};
    request.torrent_file = std::move(*bytes);
    return request;
  }
  MAGNETAR_TRY(source, rpc::require_string(params, "source", base::kLongestSource));
  request.source = std::move(source);
  return request;
}

Result<json> add(Catalog& catalog, const json& params) {
  MAGNETAR_TRY(request, read_add(params));
  MAGNETAR_TRY(added, catalog.add(request));
  return json{{"id", added.id.value}, {"existing", added.existing}};
}

Result<json> list(Catalog& catalog, const json& params) {
  MAGNETAR_TRY(page, read_page(params, kMostTorrents));
  const auto torrents = catalog.list(page);
  const Page whole{0, torrents.size()};
  return json{{"torrents", page_of(torrents, whole, [](const auto& torrent) { return to_json(torrent); })},
              {"total", catalog.count()}};
}

Result<json> get(Catalog& catalog, const json& params) {
  MAGNETAR_TRY(id, require_id(params));
  MAGNETAR_TRY(torrent, catalog.get(id));
  MAGNETAR_TRY(details, catalog.details(id));
  return json{{"torrent", to_json(torrent)}, {"details", to_json(details)}};
}

Result<json> files(Catalog& catalog, Control& control, const json& params) {
  MAGNETAR_TRY(id, require_id(params));
  MAGNETAR_TRY(page, read_page(params, kMostFiles));
  MAGNETAR_TRY(all, catalog.files(id));
  const auto base = control.http_base();
  return json{{"files", page_of(all, page, [&](const auto& file) { return to_json(file, id, base); })},
              {"total", all.size()},
              {"offset", page.offset}};
}

Result<std::vector<base::FileIndex>> read_files(const json& params) {
  MAGNETAR_TRY(indexes, rpc::require_int_list(params, "files", 0, kAnyOffset, 100000));
  std::vector<base::FileIndex> chosen;
  for (const auto index : indexes) chosen.emplace_back(static_cast<std::int32_t>(index));
  std::sort(chosen.begin(), chosen.end());
  chosen.erase(std::unique(chosen.begin(), chosen.end()), chosen.end());
  return chosen;
}

Result<json> select(Catalog& catalog, const json& params) {
  MAGNETAR_TRY(id, require_id(params));
  MAGNETAR_TRY(chosen, read_files(params));
  BOOST_OUTCOME_TRYV(catalog.select(id, chosen));
  return nothing();
}

Result<json> keep(Catalog& catalog, const json& params) {
  MAGNETAR_TRY(id, require_id(params));
  MAGNETAR_TRY(wanted, rpc::optional_bool(params, "keep"));
  std::vector<base::FileIndex> chosen;
  if (params.contains("files")) {
    MAGNETAR_TRY(named, read_files(params));
    if (named.empty()) return nothing();
    chosen = std::move(named);
  }
  BOOST_OUTCOME_TRYV(catalog.keep_files(id, std::move(chosen), wanted.value_or(true)));
  return nothing();
}

Result<json> here(Catalog& catalog, const json& params) {
  MAGNETAR_TRY(id, require_id(params));
  MAGNETAR_TRY(file, require_file(params));
  MAGNETAR_TRY(parts, catalog.here(id, file, kHereParts));
  json shares = json::array();
  // Shares are rounded down, so that 100 means all.
  for (const double share : parts) shares.push_back(static_cast<int>(share * 100));
  return json{{"parts", std::move(shares)}};
}

void remove(Catalog& catalog, const json& params, const rpc::Responder& responder) {
  const auto id = require_id(params);
  if (!id) return responder.error(id.error());
  const auto data = rpc::require_string(params, "data", 16);
  if (!data) return responder.error(data.error());
  if (data.value() != "keep" && data.value() != "delete") {
    return responder.error(Error{ErrorCode::invalid_params, "data must be \"keep\" or \"delete\"", "data"});
  }
  catalog.remove(id.value(), data.value() == "delete", [responder](const Result<void>& done) {
    responder.answer(done ? Result<json>(nothing()) : Result<json>(done.error()));
  });
}

using Verb = Result<void> (Catalog::*)(const base::TorrentId&);

Result<json> on_torrent(Catalog& catalog, Verb verb, const json& params) {
  MAGNETAR_TRY(id, require_id(params));
  BOOST_OUTCOME_TRYV((catalog.*verb)(id));
  return nothing();
}

// Adds a method whose answer is ready when the call returns.
void add_method(rpc::MethodTable& methods, std::string name, std::function<Result<json>(const json&)> call) {
  methods.add(std::move(name),
              [call = std::move(call)](const json& params, const ConnectionPtr&,
                                       const rpc::Responder& responder) { responder.answer(call(params)); });
}

}  // namespace

void register_torrents(rpc::MethodTable& methods, Catalog& catalog, Control& control,
                       const std::function<void()>& on_subscription) {
  add_method(methods, "torrents.add", [&](const json& params) { return add(catalog, params); });
  add_method(methods, "torrents.list", [&](const json& params) { return list(catalog, params); });
  add_method(methods, "torrents.get", [&](const json& params) { return get(catalog, params); });
  add_method(methods, "torrents.files", [&](const json& params) { return files(catalog, control, params); });
  add_method(methods, "torrents.select", [&](const json& params) { return select(catalog, params); });
  add_method(methods, "torrents.keep", [&](const json& params) { return keep(catalog, params); });
  add_method(methods, "torrents.here", [&](const json& params) { return here(catalog, params); });
  add_method(methods, "torrents.pause",
             [&](const json& params) { return on_torrent(catalog, &Catalog::pause, params); });
  add_method(methods, "torrents.resume",
             [&](const json& params) { return on_torrent(catalog, &Catalog::resume, params); });
  methods.add("torrents.remove",
              [&](const json& params, const ConnectionPtr&, const rpc::Responder& responder) {
                remove(catalog, params, responder);
              });
  methods.add("torrents.subscribe", [&catalog, on_subscription](const json&, const ConnectionPtr& connection,
                                                                const rpc::Responder& responder) {
    connection->set_subscribed(true);
    responder.answer(list(catalog, json::object()));
    on_subscription();
  });
  methods.add("torrents.unsubscribe", [on_subscription](const json&, const ConnectionPtr& connection,
                                                        const rpc::Responder& responder) {
    connection->set_subscribed(false);
    responder.result(nothing());
    on_subscription();
  });
  for (const auto* name : {"torrents.add", "torrents.pause", "torrents.resume", "torrents.remove",
                           "torrents.select", "torrents.keep"})
    methods.mark_changing(name);
}

}  // namespace magnetar::api
