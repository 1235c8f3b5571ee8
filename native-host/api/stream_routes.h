#pragma once
// The HTTP routes of files and playlists (docs/http.md).

#include "api/route_table.h"
#include "api/streams.h"

namespace magnetar::api {

/// Adds files, their downloaded bytes, and the playlist of a torrent. `base_url` is called for each playlist,
/// because the port is not known before the start. `streams` must outlive the server.
void add_stream_routes(RouteTable& routes, Streams& streams, std::function<std::string()> base_url);

}  // namespace magnetar::api
