#pragma once
// The HTTP route that lists the attachments of a Matroska film (docs/http.md).

#include "api/route_table.h"
#include "api/streams.h"

namespace magnetar::api {

/// Adds `torrents/<id>/attachments/<index>`. `streams` must outlive the server.
void add_attachments_route(RouteTable& routes, Streams& streams);

}  // namespace magnetar::api
