#pragma once
// Maps errors that stop a torrent to our error codes.

#include <libtorrent/error_code.hpp>
#include <string>
#include <string_view>

#include "base/error.h"

namespace magnetar::engine {

constexpr std::size_t kLongestErrorMessage = 500;  ///< bytes of a message that libtorrent or a tracker wrote

/// Whether the error passes by itself: the process or the system has too many open files.
[[nodiscard]] bool is_transient(const libtorrent::error_code& error);

/// Maps to disk_full or disk_error when the system refused, and to bad_torrent for every fault of the torrent
/// itself. `file` becomes the subject.
[[nodiscard]] base::Error to_failure(const libtorrent::error_code& error, std::string_view file);

/// bad_torrent, for a torrent that a check of ours refuses.
[[nodiscard]] base::Error bad_torrent(std::string why);

}  // namespace magnetar::engine
