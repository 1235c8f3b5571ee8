#pragma once
// The route of the HTTP endpoint that lists what is attached to a Matroska film (docs/http.md).

#include "api/streams.h"
#include "http/answer.h"

namespace magnetar::api {

/// A handler that answers `torrents/<id>/attachments/<index>` and leaves every other path to `others`.
/// `streams` must outlive the server.
[[nodiscard]] http::Handler attachments_route(Streams& streams, http::Handler others);

}  // namespace magnetar::api
