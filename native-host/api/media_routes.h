#pragma once
// The route of the HTTP endpoint that chunks of sessions come by (docs/http.md).

#include "api/media.h"
#include "api/route_table.h"

namespace magnetar::api {

/// Adds the routes below `media/`. `chunks` must outlive the server.
void add_media_routes(RouteTable& routes, MediaChunks& chunks);

}  // namespace magnetar::api
