#pragma once
// The spellings of an info-hash that people and links use, as lower-case hex.

#include <optional>
#include <string>
#include <string_view>

namespace magnetar::engine {

/// Reads a v1 hash: 40 hex or 32 base32 characters in any case (BEP 9).
[[nodiscard]] std::optional<std::string> read_btih(std::string_view text);

/// Reads a v2 hash: the multihash prefix 1220 (SHA-256, 32 bytes) and 64 hex characters in any case (BEP 52).
[[nodiscard]] std::optional<std::string> read_btmh(std::string_view text);

/// Lower-case hex of raw bytes, and back. from_hex() gives nothing unless `text` is whole bytes of hex.
[[nodiscard]] std::string to_hex(std::string_view bytes);
[[nodiscard]] std::optional<std::string> from_hex(std::string_view text);

}  // namespace magnetar::engine
