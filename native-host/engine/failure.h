#pragma once
// What stopped a torrent, in our error codes.

#include <libtorrent/error_code.hpp>
#include <string>
#include <string_view>

#include "base/error.h"

namespace magnetar::engine {

constexpr std::size_t kLongestErrorMessage = 500;  ///< bytes of a message that libtorrent or a tracker wrote

/// Whether the error passes by itself: the process or the system has too many files open.
[[nodiscard]] bool is_transient(const libtorrent::error_code& error);

/// disk_full or disk_error when the system refused, bad_torrent for everything that lies in the torrent
/// itself. `file` becomes the subject.
[[nodiscard]] base::Error to_failure(const libtorrent::error_code& error, std::string_view file);

/// bad_torrent, for what a check of ours refuses.
[[nodiscard]] base::Error bad_torrent(std::string why);

}  // namespace magnetar::engine
