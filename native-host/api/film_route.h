#pragma once
// The HTTP route by which ffmpeg reads films (docs/http.md): the file's bytes without the attachments of
// Matroska, which ffmpeg would read before the first picture.

#include "api/route_table.h"
#include "api/streams.h"

namespace magnetar::api {

/// Adds `torrents/<id>/film/<index>` and `torrents/<id>/film/<index>/here`. `streams` must outlive the
/// server.
void add_film_route(RouteTable& routes, Streams& streams);

}  // namespace magnetar::api
