#pragma once
// What a file is, judged by its name alone: the table of media types of docs/http.md. Pure.

#include <string_view>

namespace magnetar::http {

enum class MediaKind { video, audio, subtitle, image, other };

/// "video", "audio", "subtitle", "image" or "other", as in docs/protocol.md.
[[nodiscard]] std::string_view media_kind_name(MediaKind kind);

/// By the last extension, in any case. Types that can carry script (HTML, SVG, XML, PDF…) are `other`.
[[nodiscard]] MediaKind media_kind(std::string_view file_name);

/// The media type; "application/octet-stream" for everything that is `other`.
[[nodiscard]] std::string_view content_type(std::string_view file_name);

}  // namespace magnetar::http
