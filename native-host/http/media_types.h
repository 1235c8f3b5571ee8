#pragma once
// The kind of a file, from its name alone: the table of media types of docs/http.md. Pure.

#include <string_view>

namespace magnetar::http {

enum class MediaKind { video, audio, subtitle, image, other };

/// "video", "audio", "subtitle", "image" or "other", as in docs/protocol.md.
[[nodiscard]] std::string_view media_kind_name(MediaKind kind);

/// From the last extension, in any case. Types that can carry script (HTML, SVG, XML, PDF…) are `other`.
[[nodiscard]] MediaKind media_kind(std::string_view file_name);

/// Whether the name is that of an archive or of a part of one (.rar, .r00, .zip, .7z, .001).
[[nodiscard]] bool is_archive(std::string_view file_name);

/// Whether the extension is neither in the table nor one that is certainly no film and no music.
[[nodiscard]] bool may_be_media(std::string_view file_name);

/// The media type; "application/octet-stream" for everything that is `other`.
[[nodiscard]] std::string_view content_type(std::string_view file_name);

}  // namespace magnetar::http
