#pragma once
// The URLs below the HTTP base (docs/http.md).

#include <string>
#include <string_view>

#include "api/views.h"

namespace magnetar::api {

/// Returns the URL of a file's bytes. `base` ends with '/'. The file name at the end is for people and
/// players only.
[[nodiscard]] std::string file_url(std::string_view base, const base::TorrentId& id, const FileView& file);

/// Returns the URL of the file's downloaded bytes, which never waits for more.
[[nodiscard]] std::string here_url(std::string_view base, const base::TorrentId& id, base::FileIndex file);

/// Returns the URL of the film without parts that ffmpeg need not read; film_here_url() has the downloaded
/// bytes of it.
[[nodiscard]] std::string film_url(std::string_view base, const base::TorrentId& id, base::FileIndex file);
[[nodiscard]] std::string film_here_url(std::string_view base, const base::TorrentId& id,
                                        base::FileIndex file);

/// Returns the URL of the film from a time on; the caller appends milliseconds.
[[nodiscard]] std::string cut_url(std::string_view base, const base::TorrentId& id, base::FileIndex file);

/// Returns the URL of a part of the file as a file of its own; the caller appends the first byte, '-' and the
/// end (exclusive).
[[nodiscard]] std::string part_url(std::string_view base, const base::TorrentId& id, base::FileIndex file);

/// Returns the URL of the film as HLS.
[[nodiscard]] std::string hls_url(std::string_view base, const base::TorrentId& id, base::FileIndex file);

[[nodiscard]] std::string playlist_url(std::string_view base, const base::TorrentId& id);

}  // namespace magnetar::api
