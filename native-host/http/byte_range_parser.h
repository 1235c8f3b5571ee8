#pragma once
// The Range header of RFC 9110 14.2. Pure.

#include <cstdint>
#include <string_view>
#include <variant>
#include <vector>

#include "base/byte_range.h"

namespace magnetar::http {

/// The header is to be ignored: malformed, another unit, or more than 16 ranges (RFC 9110 14.2 allows both).
struct WholeFile {
  bool operator==(const WholeFile&) const = default;
};

/// No range begins inside the file: status 416.
struct Unsatisfiable {
  bool operator==(const Unsatisfiable&) const = default;
};

using RangeSelection = std::variant<WholeFile, Unsatisfiable, std::vector<base::ByteRange>>;

/// What `header` (the value of Range) asks of a file of `size` bytes. The ranges are not empty, lie inside
/// the file, neither overlap nor touch, and stand in the order asked for.
[[nodiscard]] RangeSelection select_ranges(std::string_view header, std::int64_t size);

}  // namespace magnetar::http
