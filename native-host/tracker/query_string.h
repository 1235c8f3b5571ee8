#pragma once
// The query of an announce URL: parameters whose values may be any bytes (BEP 3, RFC 3986).

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/error.h"

namespace magnetar::tracker {

class QueryString {
 public:
  static constexpr std::size_t kMostParameters = 128;

  /// Reads the part of a URL behind "?". Strict: "%" is followed by two hex digits, other characters are
  /// visible ASCII; "+" stays "+" (RFC 3986 3.4). A parameter without "=" has an empty value. Errors:
  /// invalid_params, in words for the person.
  [[nodiscard]] static base::Result<QueryString> parse(std::string_view text);

  /// Returns the value of a parameter; no value when it is absent or empty. Errors: invalid_params when the
  /// parameter is there twice.
  [[nodiscard]] base::Result<std::string_view> find(std::string_view name) const;
  /// Returns all values of a parameter, in their order.
  [[nodiscard]] std::vector<std::string_view> all(std::string_view name) const;

 private:
  std::vector<std::pair<std::string, std::string>> parameters_;
};

/// Returns the value of `ticket` in the query of a URL, or of a path with its query; empty when there is none
/// or the query is malformed.
[[nodiscard]] std::string ticket_of(std::string_view url);

}  // namespace magnetar::tracker
