#pragma once
// Decides which requests are answered, before anything is looked up. Pure. The rules and their order:
// docs/http.md.

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "http/request_head.h"

namespace magnetar::http {

struct GuardRules {
  std::uint16_t port = 0;
  std::optional<std::string_view> token;  ///< the first segment; no value: it may be any
  std::function<bool(std::string_view)> origin_announced;
  /// Paths that a frame may ask for without an Origin: browsers send none when a frame is loaded. Which page
  /// may hold the frame is for `frame-ancestors` to say (CSP 3, 6.4.2).
  std::function<bool(const std::vector<std::string>&)> may_be_framed = {};
};

enum class Method { get, head, options };

/// A request that passed all checks.
struct Admission {
  Method method = Method::get;
  std::string origin;                 ///< the announced origin of the request; empty: none
  std::vector<std::string> segments;  ///< of the path below the token, percent-decoded
  std::string viewer;                 ///< from the query; empty: none, or malformed
};

/// 403, 404 or 405.
struct Refusal {
  int status = 403;
};

[[nodiscard]] std::variant<Admission, Refusal> admit(const RequestHead& head, const GuardRules& rules);

/// Compares in a time that depends on the length only, so that a token cannot be found byte by byte.
[[nodiscard]] bool same_secret(std::string_view guess, std::string_view secret);

}  // namespace magnetar::http
