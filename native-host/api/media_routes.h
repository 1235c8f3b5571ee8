#pragma once
// The route of the HTTP endpoint that chunks of sessions come by (docs/http.md).

#include "api/media.h"
#include "http/answer.h"

namespace magnetar::api {

/// A handler that answers `media/…` and leaves every other path to `others`. `chunks` must outlive the
/// server.
[[nodiscard]] http::Handler media_routes(MediaChunks& chunks, http::Handler others);

}  // namespace magnetar::api
