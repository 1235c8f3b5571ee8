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

  /// Reads what follows the "?" of a URL. Strict: "%" is followed by two hex digits, other characters are
  /// visible ASCII; "+" stays "+" (RFC 3986 3.4). A parameter without "=" has an empty value. Errors:
  /// invalid_params, in words for the person.
  [[nodiscard]] static base::Result<QueryString> parse(std::string_view text);

  /// The value, or nothing when there is none or its value is empty. Errors: invalid_params, when it is there
  /// twice.
  [[nodiscard]] base::Result<std::string_view> find(std::string_view name) const;
  /// All values, in their order.
  [[nodiscard]] std::vector<std::string_view> all(std::string_view name) const;

 private:
  std::vector<std::pair<std::string, std::string>> parameters_;
};

/// The value of `ticket` in the query of a URL or of its path; empty when there is none, or it cannot be
/// read.
[[nodiscard]] std::string ticket_of(std::string_view url);

}  // namespace magnetar::tracker
