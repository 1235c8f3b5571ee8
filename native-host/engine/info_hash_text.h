#pragma once
// Reads the spellings of an info-hash in links and texts, as lower-case hex.

#include <optional>
#include <string>
#include <string_view>

#include "base/coding.h"
#include "base/strong_id.h"

namespace magnetar::engine {

/// Reads a v1 hash: 40 hex or 32 base32 characters in any case (BEP 9).
[[nodiscard]] std::optional<std::string> read_btih(std::string_view text);

/// Reads a v2 hash: the multihash prefix 1220 (SHA-256, 32 bytes) and 64 hex characters in any case (BEP 52).
[[nodiscard]] std::optional<std::string> read_btmh(std::string_view text);

/// Reads a v1 or v2 hash by its length: 40 hex or 32 base32 characters, 64 hex characters with or without the
/// multihash prefix. Empty for anything else, and for zeros.
[[nodiscard]] base::InfoHash read_info_hash(std::string_view text);

using base::from_hex;
using base::to_hex;

}  // namespace magnetar::engine
