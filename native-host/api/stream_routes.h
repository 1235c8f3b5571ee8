#pragma once
// The routes of the HTTP endpoint (docs/http.md): files and playlists.

#include "api/streams.h"
#include "http/answer.h"

namespace magnetar::api {

/// A handler for http::start_server. `base_url` is asked at each playlist, since the port is known only after
/// the start. `streams` must outlive the server.
[[nodiscard]] http::Handler stream_routes(Streams& streams, std::function<std::string()> base_url);

}  // namespace magnetar::api
