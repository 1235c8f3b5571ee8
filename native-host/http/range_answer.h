#pragma once
// Parses the head of the answer to a range request (RFC 9110 14.4, 10.2.3). Pure.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"

namespace magnetar::http {

/// The parts of `bytes first-last/total`.
struct ContentRange {
  std::int64_t first = 0;
  std::int64_t last = 0;
  std::optional<std::int64_t> total;  ///< no value for "*"

  bool operator==(const ContentRange&) const = default;
};

struct RangeHead {
  unsigned status = 0;
  std::optional<ContentRange> range;
  std::string location;
  std::optional<base::Duration> retry_after;
  bool encoded = false;  ///< compressed, though not asked for
  bool keeps_alive = false;
};

[[nodiscard]] std::optional<ContentRange> parse_content_range(std::string_view value);

/// Seconds, or the time until a date (IMF-fixdate). `now` in seconds since 1970.
[[nodiscard]] std::optional<base::Duration> parse_retry_after(std::string_view value, std::int64_t now);

}  // namespace magnetar::http
