#pragma once
// Classifies a server's answer to a .torrent URL: the file, a magnet link, or an error with its reason. Pure.

#include <cstddef>
#include <string>
#include <string_view>

#include "base/error.h"

namespace magnetar::http {

/// An answer that is no redirect.
struct FetchedAnswer {
  unsigned status = 200;
  std::string content_encoding = {};
  std::string content_range = {};
  std::string body = {};
};

/// Returns the file, unpacked and without a byte-order mark or blank lines before it, or the magnet link that
/// the body consists of. Errors: fetch_too_large; bad_torrent with the reason as subject: web_page,
/// login_page; fetch_failed with refused, missing, partial, compressed or server_error.
[[nodiscard]] base::Result<std::string> file_of(FetchedAnswer answer, std::size_t limit);

}  // namespace magnetar::http
