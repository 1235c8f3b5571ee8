#pragma once
// The HTTP routes of a session's chunks (docs/http.md).

#include "api/media.h"
#include "api/route_table.h"

namespace magnetar::api {

/// Adds the routes below `media/`. `chunks` must outlive the server.
void add_media_routes(RouteTable& routes, MediaChunks& chunks);

}  // namespace magnetar::api
