#pragma once
// The HTTP route of thumbnails (docs/http.md).

#include "api/pictures.h"
#include "api/route_table.h"

namespace magnetar::api {

/// Adds the routes below `torrents/<id>/pictures/`. `pictures` must outlive the server.
void add_picture_routes(RouteTable& routes, Pictures& pictures);

}  // namespace magnetar::api
