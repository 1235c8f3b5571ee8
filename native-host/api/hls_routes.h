#pragma once
// The HTTP routes of films as HLS (docs/http.md).

#include "api/hls.h"
#include "api/route_table.h"

namespace magnetar::api {

/// Adds the routes below `torrents/<id>/hls/`. `hls` must outlive the server.
void add_hls_routes(RouteTable& routes, Hls& hls);

}  // namespace magnetar::api
