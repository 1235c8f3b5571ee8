#pragma once
// Unpacks compressed bodies and files (RFC 1950, 1951, 1952). Pure.

#include <cstddef>
#include <string>
#include <string_view>

#include "base/error.h"

namespace magnetar::http {

/// Whether bytes begin like a gzip file.
[[nodiscard]] bool is_gzip(std::string_view bytes);

/// Unpacks gzip, zlib or raw deflate, to at most `limit` bytes. Errors: fetch_failed, fetch_too_large.
[[nodiscard]] base::Result<std::string> unpack(std::string_view bytes, std::size_t limit);

}  // namespace magnetar::http
