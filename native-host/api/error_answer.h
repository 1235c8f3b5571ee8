#pragma once
// What the HTTP routes answer to an error: the one place where codes become statuses (docs/http.md).

#include "base/error.h"
#include "http/answer.h"

namespace magnetar::api {

/// For files: 503 with Retry-After (RFC 9110 10.2.3) where asking again helps, else 404.
[[nodiscard]] http::Answer file_error(const base::Error& error);

/// For what ffmpeg makes of a file: as file_error() for what is unknown or late, 409 for a chunk that does
/// not follow the last one, else 502 with the error as JSON.
[[nodiscard]] http::Answer media_error(const base::Error& error);

}  // namespace magnetar::api
