#pragma once
// Parses request heads, within the limits of docs/http.md. Pure: no socket, no time.

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "http/request_head.h"

namespace magnetar::http {

/// The request cannot be answered, and the connection must end after this status.
struct HeadRefusal {
  int status = 400;  ///< 400 malformed, 413 has a body, 414 request line too long, 431 header too large
};

/// Takes the bytes of a connection. Heads may come in parts of any size, also several at once (pipelining).
class HeadParser {
 public:
  void append(std::string_view bytes) { buffer_.append(bytes); }

  /// The next head, or its refusal; no value while it is incomplete. After a refusal the parser must not be
  /// used. Limits: request line 8 KiB, header fields 64 and 16 KiB, no body.
  [[nodiscard]] std::optional<std::variant<RequestHead, HeadRefusal>> next();

  /// Whether bytes of a head have come.
  [[nodiscard]] bool started() const { return !buffer_.empty(); }

 private:
  std::string buffer_;
};

}  // namespace magnetar::http
