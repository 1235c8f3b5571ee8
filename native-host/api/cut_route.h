#pragma once
// The HTTP route of films without an index, from a time on (docs/http.md).

#include "api/route_table.h"
#include "api/streams.h"

namespace magnetar::api {

/// Adds `torrents/<id>/cut/<index>/<milliseconds>`. `streams` must outlive the server.
void add_cut_route(RouteTable& routes, Streams& streams);

}  // namespace magnetar::api
