#pragma once
// What the HTTP routes answer to an error: the one place where codes become statuses (docs/http.md).

#include "base/error.h"
#include "http/answer.h"

namespace magnetar::api {

/// How errors are told that no status stands for.
enum class ErrorAnswer : unsigned char {
  file,   ///< of a torrent's files: 404
  media,  ///< of what ffmpeg makes of them: 409 for a chunk that does not follow the last one, else 502 with
          ///< the error as JSON
};

/// 404 for what is unknown, 503 with Retry-After (RFC 9110 10.2.3) where asking again helps, else by
/// `errors`.
[[nodiscard]] http::Answer error_answer(const base::Error& error, ErrorAnswer errors);

}  // namespace magnetar::api
