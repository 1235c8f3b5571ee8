#include "api/picture_routes.h"

#include <chrono>
#include <optional>

namespace magnetar::api {
namespace {

using base::Result;

// A picture takes a fraction of a second; others may be queued before it.
constexpr std::chrono::seconds kPicturePatience{30};

// The limit exceeds any film: it is a week and a half.
constexpr std::int64_t kMostSeconds = 1'000'000;

Result<http::Answer> serve_picture(Pictures& pictures, const http::Request& request,
                                   const PictureQuestion& question) {
  const auto deadline = std::chrono::steady_clock::now() + kPicturePatience;
  MAGNETAR_TRY(picture, pictures.picture(question, deadline, *request.cancel));
  if (!picture) return http::StatusAnswer{204, std::nullopt};
  return http::TextAnswer{"image/jpeg", *picture};
}

}  // namespace

void add_picture_routes(RouteTable& routes, Pictures& pictures) {
  routes.add("torrents/<id>/pictures/<index>/poster", ErrorAnswer::file,
             [&pictures](const http::Request& request, const RouteValues& values) {
               return serve_picture(pictures, request, {values.torrent(), values.file(), std::nullopt});
             });
  routes.add("torrents/<id>/pictures/<index>/<second>", ErrorAnswer::file,
             [&pictures](const http::Request& request, const RouteValues& values) -> Result<http::Answer> {
               const auto second = values.number("second");
               if (second > kMostSeconds) return http::StatusAnswer{};
               return serve_picture(pictures, request, {values.torrent(), values.file(), second});
             });
}

}  // namespace magnetar::api
