#pragma once
// An HTTP response as values, and its head as text. Pure.

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/byte_range.h"

namespace magnetar::http {

/// A part of a body: text, or bytes of the file.
using BodyPart = std::variant<std::string, base::ByteRange>;

struct Response {
  int status = 200;
  std::vector<std::pair<std::string, std::string>> headers = {};
  std::vector<BodyPart> body = {};
  std::vector<std::string> exposed = {};  ///< names of further fields that a page may read
  std::string framed_by =
      {};  ///< origins whose pages may show it in a frame, separated by spaces; empty: none

  [[nodiscard]] std::int64_t content_length() const;
};

/// Adds the headers of every answer: no caching, no sniffing, no script, no embedding but by
/// `framed_by`. `origin` is the
/// announced origin of the request, or empty.
void add_common_headers(Response& response, std::string_view origin);

/// The status line and header up to the empty line. Adds Date, Content-Length (not for 204 and 304) and, when
/// the connection ends after it, `Connection: close`.
[[nodiscard]] std::string head_text(const Response& response, bool close,
                                    std::chrono::system_clock::time_point now);

}  // namespace magnetar::http
