#pragma once
// The HTTP route of the viewer page: pictures, PDF and text of a torrent. The daemon sets the media type,
// whatever the file contains.

#include <string>
#include <vector>

#include "api/route_table.h"
#include "api/streams.h"

namespace magnetar::api {

/// Adds `torrents/<id>/view/<index>`. `streams` must outlive the server.
void add_view_route(RouteTable& routes, Streams& streams);

/// Whether the segments are a path of that route: for http::ServerOptions::may_be_framed.
[[nodiscard]] bool is_view(const std::vector<std::string>& segments);

}  // namespace magnetar::api
