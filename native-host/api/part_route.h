#pragma once
// The HTTP route of single recordings of a joined file (docs/http.md).

#include "api/route_table.h"
#include "api/streams.h"

namespace magnetar::api {

/// Adds `torrents/<id>/part/<index>/<begin>-<end>`, and the same with `/here` for the bytes on the disk.
/// `streams` must outlive the server.
void add_part_route(RouteTable& routes, Streams& streams);

}  // namespace magnetar::api
