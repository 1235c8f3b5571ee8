#pragma once
// The routes of films as HLS (docs/http.md).

#include "api/hls.h"
#include "http/answer.h"

namespace magnetar::api {

/// A handler that answers `torrents/<id>/hls/…` and leaves every other path to `others`. `hls` must outlive
/// the server.
[[nodiscard]] http::Handler hls_routes(Hls& hls, http::Handler others);

}  // namespace magnetar::api
