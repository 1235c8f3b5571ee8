#pragma once
// The route of single recordings in a file that was joined of several (docs/http.md).

#include "api/route_table.h"
#include "api/streams.h"

namespace magnetar::api {

/// Adds `torrents/<id>/part/<index>/<begin>-<end>` and the same of what is here. `streams` must outlive the
/// server.
void add_part_route(RouteTable& routes, Streams& streams);

}  // namespace magnetar::api
