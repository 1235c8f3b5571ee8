#include "api/attachments_route.h"

#include <chrono>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "api/stream_bytes.h"
#include "media/matroska_attachments.h"

namespace magnetar::api {
namespace {

using nlohmann::json;

/// Names come from the film: bytes that are not UTF-8 become U+FFFD.
std::string json_of(const std::vector<media::Attachment>& attachments) {
  json list = json::array();
  for (const auto& attachment : attachments) {
    list.push_back({{"name", attachment.name},
                    {"type", attachment.type},
                    {"offset", attachment.bytes.begin},
                    {"size", attachment.bytes.size()}});
  }
  return list.dump(-1, ' ', false, json::error_handler_t::replace);
}

base::Result<http::Answer> serve_attachments(Streams& streams, const http::Request& request,
                                             const RouteValues& values) {
  const auto deadline = std::chrono::steady_clock::now() + kMetadataPatience;
  MAGNETAR_TRY(file, streams.file(values.torrent(), values.file(), deadline, *request.cancel));
  StreamBytes bytes(file, request.viewer, *request.cancel);
  MAGNETAR_TRY(attachments, media::matroska_attachments(bytes));
  return http::TextAnswer{"application/json", json_of(attachments)};
}

}  // namespace

void add_attachments_route(RouteTable& routes, Streams& streams) {
  routes.add("torrents/<id>/attachments/<index>", ErrorAnswer::media,
             [&streams](const http::Request& request, const RouteValues& values) {
               return serve_attachments(streams, request, values);
             });
}

}  // namespace magnetar::api
