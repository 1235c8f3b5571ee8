#pragma once
// Takes the .torrent file out of a server's answer, or names the reason why there is none. Pure.

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

/// Returns the body, unpacked and without a byte-order mark or blank lines before it: a .torrent file, or the
/// magnet link that some servers send. Its content is not checked. Errors: fetch_too_large; bad_torrent with
/// the reason as subject: web_page, login_page; fetch_failed with refused, missing, partial, compressed or
/// server_error.
[[nodiscard]] base::Result<std::string> file_of(FetchedAnswer answer, std::size_t limit);

}  // namespace magnetar::http
