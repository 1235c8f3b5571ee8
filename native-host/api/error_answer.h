#pragma once
// Maps errors of HTTP routes to answers: the only place that turns codes into statuses (docs/http.md).

#include "base/error.h"
#include "http/answer.h"

namespace magnetar::api {

/// The answer to errors without a status of their own.
enum class ErrorAnswer : unsigned char {
  file,   ///< for a torrent's files: 404
  media,  ///< for output of ffmpeg: 409 for a chunk out of order, otherwise 502 with the error as JSON
};

/// Returns 404 for unknown resources, 503 with Retry-After (RFC 9110 10.2.3) when a retry may succeed;
/// `errors` decides the rest.
[[nodiscard]] http::Answer error_answer(const base::Error& error, ErrorAnswer errors);

}  // namespace magnetar::api
