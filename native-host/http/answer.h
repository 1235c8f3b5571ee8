#pragma once
// Requests and answers of handlers, as values, so that handlers do not depend on sockets.

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "base/body_bytes.h"
#include "base/cancel_token.h"
#include "base/error.h"

namespace magnetar::http {

/// The bytes of one response. Made for one request, destroyed when the response has ended, with success or
/// not.
class ByteSource {
 public:
  virtual ~ByteSource() = default;
  /// Returns between 1 and `limit` bytes from `offset`: a slice of a file, or the number of bytes put into
  /// `scratch`. Waits until there are some. It may return less than it has: the next call, after the bytes
  /// were sent, tells it sooner how far the client is. Errors: cancelled soon after the token was cancelled
  /// (the client is gone or the server stops), timed_out when no byte came for too long.
  [[nodiscard]] virtual base::Result<base::BodyBytes> next(std::int64_t offset, std::int64_t limit,
                                                           std::span<std::byte> scratch,
                                                           base::CancelToken& cancel) = 0;
};

/// A file of known size, served with ranges.
struct FileAnswer {
  std::int64_t size = 0;
  std::string file_name;  ///< decides content type and disposition; may be any text
  std::string etag;       ///< without quotes; empty: none
  /// Opens the bytes; called once per response with a body, with the first requested offset.
  std::function<std::unique_ptr<ByteSource>(std::int64_t first)> open;
  /// The media type under which a browser shows the file, whatever its name says. Empty: by the name.
  std::string shown_as = {};
  bool framed = false;  ///< pages of announced origins may show it in a frame
};

/// A body that is complete in memory.
struct TextAnswer {
  std::string content_type;
  std::string body;
  int status = 200;
  /// Further header fields; pages of announced origins may read them.
  std::vector<std::pair<std::string, std::string>> headers = {};
};

/// An empty answer.
struct StatusAnswer {
  int status = 404;
  std::optional<int> retry_after_seconds;
};

using Answer = std::variant<FileAnswer, TextAnswer, StatusAnswer>;

/// A request that has passed every check of docs/http.md.
struct Request {
  std::vector<std::string> segments;          ///< of the path below the token, percent-decoded, none empty
  std::shared_ptr<base::CancelToken> cancel;  ///< cancelled when the client is gone or the server stops
  std::string viewer = {};                    ///< the viewer's name, as the client gave it; empty: unknown
};

/// Called on a thread of the HTTP pool; may wait, with a deadline and the token.
using Handler = std::function<Answer(const Request&)>;

}  // namespace magnetar::http
