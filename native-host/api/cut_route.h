#pragma once
// The route of films without an index, from a place on (docs/http.md).

#include "api/streams.h"
#include "http/answer.h"

namespace magnetar::api {

/// A handler that answers `torrents/<id>/cut/<index>/<milliseconds>` and leaves every other path to `others`.
/// `streams` must outlive the server.
[[nodiscard]] http::Handler cut_route(Streams& streams, http::Handler others);

}  // namespace magnetar::api
