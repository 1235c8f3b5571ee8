#include "api/media_routes.h"

#include <chrono>
#include <string>

namespace magnetar::api {
namespace {

using base::Result;

// The session's own deadline ends before these.
constexpr auto kSubtitlePatience = std::chrono::seconds(10);
constexpr auto kChunkPatience = media::PullSession::kPatience + std::chrono::seconds(10);

Result<http::Answer> serve_chunk(MediaChunks& chunks, const http::Request& request,
                                 const RouteValues& values) {
  const auto deadline = std::chrono::steady_clock::now() + kChunkPatience;
  MAGNETAR_TRY(chunk, chunks.chunk(values.text("session"), values.number("n"), deadline, *request.cancel));
  http::TextAnswer answer{chunk->mime.empty() ? "video/mp4" : chunk->mime, chunk->bytes};
  if (chunk->last) answer.headers.emplace_back("Magnetar-End", "1");
  return answer;
}

Result<http::Answer> serve_subtitles(MediaChunks& chunks, const http::Request& request,
                                     const RouteValues& values) {
  const auto deadline = std::chrono::steady_clock::now() + kSubtitlePatience;
  const auto from = static_cast<std::size_t>(values.number("from"));
  MAGNETAR_TRY(part, chunks.subtitles(values.text("session"), from, deadline, *request.cancel));
  return http::TextAnswer{std::string(content_type(part.form)), part.bytes};
}

}  // namespace

void add_media_routes(RouteTable& routes, MediaChunks& chunks) {
  routes.add("media/<session>/<n>", ErrorAnswer::media,
             [&chunks](const http::Request& request, const RouteValues& values) {
               return serve_chunk(chunks, request, values);
             });
  routes.add("media/<session>/subtitles/<from>", ErrorAnswer::media,
             [&chunks](const http::Request& request, const RouteValues& values) {
               return serve_subtitles(chunks, request, values);
             });
}

}  // namespace magnetar::api
