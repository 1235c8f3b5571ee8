#include "api/attachments_route.h"

#include <chrono>
#include <nlohmann/json.hpp>
#include <utility>

#include "api/error_answer.h"
#include "api/route_numbers.h"
#include "api/stream_bytes.h"
#include "media/matroska_attachments.h"

namespace magnetar::api {
namespace {

using nlohmann::json;

/// A name is the film's: bytes that are no UTF-8 become U+FFFD.
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

http::Answer serve_attachments(Streams& streams, const http::Request& request, base::FileIndex index) {
  const auto deadline = std::chrono::steady_clock::now() + kMetadataPatience;
  const auto file = streams.file({request.segments[1]}, index, deadline, *request.cancel);
  if (!file) return file_error(file.error());
  StreamBytes bytes(file.value(), request.viewer, *request.cancel);
  const auto attachments = media::matroska_attachments(bytes);
  if (!attachments) return media_error(attachments.error());
  return http::TextAnswer{"application/json", json_of(attachments.value())};
}

}  // namespace

http::Handler attachments_route(Streams& streams, http::Handler others) {
  return [&streams, others = std::move(others)](const http::Request& request) -> http::Answer {
    const auto& path = request.segments;
    if (path.size() != 4 || path[0] != "torrents" || path[2] != "attachments") return others(request);
    const auto index = file_index(path[3]);
    return index ? serve_attachments(streams, request, *index) : http::StatusAnswer{};
  };
}

}  // namespace magnetar::api
