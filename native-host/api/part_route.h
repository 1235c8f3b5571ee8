#pragma once
// The route of single recordings in a file that was joined of several (docs/http.md).

#include "api/streams.h"
#include "http/answer.h"

namespace magnetar::api {

/// A handler that answers `torrents/<id>/part/<index>/<begin>-<end>` and `…/here`, and leaves every other
/// path to `others`. `streams` must outlive the server.
[[nodiscard]] http::Handler part_route(Streams& streams, http::Handler others);

}  // namespace magnetar::api
