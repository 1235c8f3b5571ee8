#pragma once
// The route by which ffmpeg reads films (docs/http.md): the file's own bytes, but without the attachments of
// Matroska, which ffmpeg would read through before the first picture.

#include "api/streams.h"
#include "http/answer.h"

namespace magnetar::api {

/// A handler that answers `torrents/<id>/film/<index>` and `torrents/<id>/film/<index>/here`, and leaves
/// every other path to `others`. `streams` must outlive the server.
[[nodiscard]] http::Handler film_route(Streams& streams, http::Handler others);

}  // namespace magnetar::api
