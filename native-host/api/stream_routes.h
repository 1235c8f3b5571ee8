#pragma once
// The routes of the HTTP endpoint (docs/http.md): files and playlists.

#include "api/route_table.h"
#include "api/streams.h"

namespace magnetar::api {

/// Adds files, what is here of them, and the playlist of a torrent. `base_url` is asked at each playlist,
/// since the port is known only after the start. `streams` must outlive the server.
void add_stream_routes(RouteTable& routes, Streams& streams, std::function<std::string()> base_url);

}  // namespace magnetar::api
