#include "api/hls_routes.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "api/error_answer.h"
#include "api/json.h"
#include "api/route_numbers.h"
#include "base/random.h"

namespace magnetar::api {
namespace {

using base::Result;

// Players ask again after a while; none waits much longer.
constexpr std::chrono::seconds kSegmentPatience{60};
constexpr std::size_t kMostViewer = 32;
constexpr const char* kPlaylistType = "application/vnd.apple.mpegurl";

http::Answer text(const char* type, const Result<std::string>& answer) {
  if (!answer) return media_error(answer.error());
  return http::TextAnswer{type, answer.value()};
}

http::Answer bytes(const char* type, const Result<Hls::Bytes>& answer) {
  if (!answer) return media_error(answer.error());
  return http::TextAnswer{type, *answer.value()};
}

/// As in `?viewer=`: the name goes into the URL that ffmpeg reads.
bool is_viewer(const std::string& name) {
  return name.size() <= kMostViewer && std::all_of(name.begin(), name.end(), [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
                  c == '-';
         });
}

http::Answer serve(Hls& hls, const http::Request& request, HlsPlayer player) {
  const auto deadline = std::chrono::steady_clock::now() + kSegmentPatience;
  auto& cancel = *request.cancel;
  const auto& name = request.segments.back();
  if (request.segments.size() == 5) {
    player.viewer = "hls-" + base::random_hex(8);
    return name == "master.m3u8" ? text(kPlaylistType, hls.master(player, deadline, cancel))
                                 : http::StatusAnswer{};
  }
  player.viewer = request.segments[4];
  if (!is_viewer(player.viewer)) return http::StatusAnswer{};
  if (name == "film.m3u8") return text(kPlaylistType, hls.playlist(player, deadline, cancel));
  if (name == "init.mp4") return bytes("video/mp4", hls.opening(player, deadline, cancel));
  constexpr std::string_view kEnding = ".m4s";
  if (!name.ends_with(kEnding)) return http::StatusAnswer{};
  const auto number = whole_number(std::string_view(name).substr(0, name.size() - kEnding.size()));
  if (!number) return http::StatusAnswer{};
  return bytes("video/iso.segment", hls.segment(player, *number, deadline, cancel));
}

}  // namespace

http::Handler hls_routes(Hls& hls, http::Handler others) {
  return [&hls, others = std::move(others)](const http::Request& request) -> http::Answer {
    const auto& path = request.segments;
    if (path.size() < 3 || path[0] != "torrents" || path[2] != "hls") return others(request);
    if (path.size() < 5 || path.size() > 6) return http::StatusAnswer{};
    const auto index = file_index(path[3]);
    return index ? serve(hls, request, {{path[1]}, *index, {}}) : http::StatusAnswer{};
  };
}

}  // namespace magnetar::api
