#pragma once
// Identifiers of viewers and of their connections.

#include <compare>
#include <cstdint>
#include <string>

#include "base/strong_id.h"

namespace magnetar::streaming {

/// A viewer's identity as the client gives it; opaque. Empty: unknown.
struct ViewerId {
  std::string value;

  auto operator<=>(const ViewerId&) const = default;
  [[nodiscard]] bool known() const { return !value.empty(); }
};

/// One open connection of a viewer. Never used twice.
using CursorId = base::StrongInt<struct CursorTag, std::int64_t>;

}  // namespace magnetar::streaming
