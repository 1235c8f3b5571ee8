#pragma once
// Random bits from the kernel, for tokens and identifiers.

#include <string>

namespace magnetar::base {

/// Returns `bytes` random bytes as lower-case hex, two characters a byte. Fit for secrets.
[[nodiscard]] std::string random_hex(std::size_t bytes);

}  // namespace magnetar::base
