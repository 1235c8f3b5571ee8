#include "api/hls_routes.h"

#include <chrono>
#include <string>
#include <utility>

#include "base/random.h"

namespace magnetar::api {
namespace {

using base::Result;

// Players repeat a request after a while; none waits much longer.
constexpr std::chrono::seconds kSegmentPatience{60};

/// Makes a route that calls `ask` with the request's player and a deadline.
template <class Ask>
Route hls_route(Ask ask) {
  return [ask = std::move(ask)](const http::Request& request,
                                const RouteValues& values) -> Result<http::Answer> {
    return ask(HlsPlayer{values.torrent(), values.file(), {}}, values,
               std::chrono::steady_clock::now() + kSegmentPatience, *request.cancel);
  };
}

Result<http::Answer> playlist(const Result<std::string>& text) {
  if (!text) return text.error();
  return http::TextAnswer{"application/vnd.apple.mpegurl", text.value()};
}

Result<http::Answer> bytes(const char* type, const Result<Hls::Bytes>& answer) {
  if (!answer) return answer.error();
  return http::TextAnswer{type, *answer.value()};
}

HlsPlayer named(HlsPlayer player, const RouteValues& values) {
  player.viewer = values.text("player");
  return player;
}

Route master_route(Hls& hls) {
  return hls_route([&hls](HlsPlayer player, const RouteValues&, auto deadline, auto& cancel) {
    player.viewer = "hls-" + base::random_hex(8);
    return playlist(hls.master(player, deadline, cancel));
  });
}

Route playlist_route(Hls& hls) {
  return hls_route([&hls](const HlsPlayer& player, const RouteValues& values, auto deadline, auto& cancel) {
    return playlist(hls.playlist(named(player, values), deadline, cancel));
  });
}

/// `recording`: whether the path names a recording; otherwise it is the first.
Route init_segment_route(Hls& hls, bool recording) {
  return hls_route(
      [&hls, recording](const HlsPlayer& player, const RouteValues& values, auto deadline, auto& cancel) {
        const auto number = recording ? values.number("r") : 0;
        return bytes("video/mp4", hls.init_segment(named(player, values), number, deadline, cancel));
      });
}

Route segment_route(Hls& hls) {
  return hls_route([&hls](const HlsPlayer& player, const RouteValues& values, auto deadline, auto& cancel) {
    return bytes("video/iso.segment",
                 hls.segment(named(player, values), values.number("n"), deadline, cancel));
  });
}

}  // namespace

void add_hls_routes(RouteTable& routes, Hls& hls) {
  constexpr auto kErrors = ErrorAnswer::media;
  routes.add("torrents/<id>/hls/<index>/master.m3u8", kErrors, master_route(hls));
  routes.add("torrents/<id>/hls/<index>/<player>/film.m3u8", kErrors, playlist_route(hls));
  routes.add("torrents/<id>/hls/<index>/<player>/init.mp4", kErrors, init_segment_route(hls, false));
  routes.add("torrents/<id>/hls/<index>/<player>/init-<r>.mp4", kErrors, init_segment_route(hls, true));
  routes.add("torrents/<id>/hls/<index>/<player>/<n>.m4s", kErrors, segment_route(hls));
}

}  // namespace magnetar::api
