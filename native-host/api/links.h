#pragma once
// The URLs below the HTTP base (docs/http.md).

#include <string>
#include <string_view>

#include "api/views.h"

namespace magnetar::api {

/// `base` ends with '/'. The file's name at the end is for people and players only.
[[nodiscard]] std::string file_url(std::string_view base, const base::TorrentId& id, const FileView& file);

/// The bytes of the file that are here, without waiting for others.
[[nodiscard]] std::string here_url(std::string_view base, const base::TorrentId& id, base::FileIndex file);

/// The file without what ffmpeg need not read of it, and as much of that as is here, without waiting.
[[nodiscard]] std::string film_url(std::string_view base, const base::TorrentId& id, base::FileIndex file);
[[nodiscard]] std::string film_here_url(std::string_view base, const base::TorrentId& id,
                                        base::FileIndex file);

/// The film from a place on, to be followed by milliseconds.
[[nodiscard]] std::string cut_url(std::string_view base, const base::TorrentId& id, base::FileIndex file);

/// Bytes of the file as a file, to be followed by the first, '-' and the one behind the last.
[[nodiscard]] std::string part_url(std::string_view base, const base::TorrentId& id, base::FileIndex file);

/// The film as HLS.
[[nodiscard]] std::string hls_url(std::string_view base, const base::TorrentId& id, base::FileIndex file);

[[nodiscard]] std::string playlist_url(std::string_view base, const base::TorrentId& id);

}  // namespace magnetar::api
