#include "api/hls_routes.h"

#include <algorithm>
#include <chrono>
#include <optional>
#include <string_view>
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

/// What stands between the two.
std::optional<std::int64_t> number_in(std::string_view name, std::string_view before,
                                      std::string_view behind) {
  if (name.size() < before.size() + behind.size() || !name.starts_with(before) || !name.ends_with(behind))
    return std::nullopt;
  return whole_number(name.substr(before.size(), name.size() - before.size() - behind.size()));
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
  if (name == "init.mp4") return bytes("video/mp4", hls.init_segment(player, 0, deadline, cancel));
  if (const auto recording = number_in(name, "init-", ".mp4"))
    return bytes("video/mp4", hls.init_segment(player, *recording, deadline, cancel));
  if (const auto number = number_in(name, "", ".m4s"))
    return bytes("video/iso.segment", hls.segment(player, *number, deadline, cancel));
  return http::StatusAnswer{};
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
