#pragma once
// The route of the HTTP endpoint that the viewer reads by (docs/http.md): pictures, PDF and text of a torrent
// under a media type of ours, whatever is in the file.

#include <string>
#include <vector>

#include "api/route_table.h"
#include "api/streams.h"

namespace magnetar::api {

/// Adds `torrents/<id>/view/<index>`. `streams` must outlive the server.
void add_view_route(RouteTable& routes, Streams& streams);

/// Whether the segments are of that route: for http::ServerOptions::may_be_framed.
[[nodiscard]] bool is_view(const std::vector<std::string>& segments);

}  // namespace magnetar::api
