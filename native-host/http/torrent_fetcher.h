#pragma once
// Fetches a .torrent file from an http(s) URL that a stranger may have written.

#include <cstddef>
#include <string>

#include "base/cancel_token.h"
#include "base/clock.h"
#include "base/error.h"
#include "base/limits.h"

namespace magnetar::http {

struct FetchLimits {
  std::size_t bytes = base::kLargestTorrentFile;
  int redirects = 5;
  base::Duration time = std::chrono::seconds(30);  ///< for the whole fetch
  bool private_addresses = false;                  ///< allows all but AddressScope::forbidden
};

/// Returns the bytes of the .torrent file, unpacked, or the magnet link ("magnet:…") that the URL leads to.
/// Blocks; call it from a thread that may wait. Each redirect is checked like the first URL, and the
/// connection goes to the very address that was checked (no DNS rebinding). Cookies live as long as the
/// fetch; it sends no credentials and no referrer, and refuses a URL with user information. Errors:
/// bad_source, bad_torrent for a page and fetch_failed with their reasons (docs/protocol.md),
/// fetch_forbidden, fetch_too_large, timed_out, cancelled.
[[nodiscard]] base::Result<std::string> fetch_torrent(const std::string& url, const FetchLimits& limits,
                                                      base::CancelToken& cancel);

}  // namespace magnetar::http
