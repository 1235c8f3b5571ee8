#pragma once
// Parses the Range header (RFC 9110 14.2). Pure.

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

/// Selects the bytes of a file of `size` bytes that `header` (the value of Range) asks for. The ranges are
/// not empty, lie inside the file, neither overlap nor touch, and have the order of the request.
[[nodiscard]] RangeSelection select_ranges(std::string_view header, std::int64_t size);

}  // namespace magnetar::http
