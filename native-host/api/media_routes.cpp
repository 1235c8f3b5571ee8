#include "api/media_routes.h"

#include <chrono>
#include <optional>
#include <utility>

#include "api/error_answer.h"
#include "api/json.h"
#include "api/route_numbers.h"

namespace magnetar::api {
namespace {

// The session itself answers before that.
constexpr auto kSubtitlePatience = std::chrono::seconds(10);
constexpr auto kChunkPatience = media::PullSession::kPatience + std::chrono::seconds(10);

http::Answer serve_chunk(MediaChunks& chunks, const http::Request& request, std::int64_t number) {
  const auto deadline = std::chrono::steady_clock::now() + kChunkPatience;
  const auto chunk = chunks.chunk(request.segments[1], number, deadline, *request.cancel);
  if (!chunk) return media_error(chunk.error());
  const auto& mime = chunk.value()->mime;
  http::TextAnswer answer{mime.empty() ? "video/mp4" : mime, chunk.value()->bytes};
  if (chunk.value()->last) answer.headers.emplace_back("Magnetar-End", "1");
  return answer;
}

http::Answer serve_subtitles(MediaChunks& chunks, const http::Request& request, std::int64_t from) {
  const auto deadline = std::chrono::steady_clock::now() + kSubtitlePatience;
  const auto part =
      chunks.subtitles(request.segments[1], static_cast<std::size_t>(from), deadline, *request.cancel);
  if (!part) return media_error(part.error());
  return http::TextAnswer{std::string(content_type(part.value().form)), part.value().bytes};
}

}  // namespace

http::Handler media_routes(MediaChunks& chunks, http::Handler others) {
  return [&chunks, others = std::move(others)](const http::Request& request) -> http::Answer {
    const auto& path = request.segments;
    if (path.empty() || path[0] != "media") return others(request);
    const bool chunk = path.size() == 3;
    const bool subtitles = path.size() == 4 && path[2] == "subtitles";
    const auto number = chunk || subtitles ? whole_number(path.back()) : std::nullopt;
    if (!number) return http::StatusAnswer{};
    return chunk ? serve_chunk(chunks, request, *number) : serve_subtitles(chunks, request, *number);
  };
}

}  // namespace magnetar::api
