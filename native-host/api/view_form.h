#pragma once
// Which files of a torrent the viewer shows besides films and music, and as what. Pure.

#include <string_view>

namespace magnetar::api {

/// `none`: the file can be saved and nothing else.
enum class ViewForm { none, picture, text, pdf };

/// "none", "picture", "text" or "pdf", as in docs/protocol.md.
[[nodiscard]] std::string_view view_form_name(ViewForm form);

/// By the last extension, in any case. What a browser would run or lay out by itself (HTML, SVG, XML) is
/// `none`.
[[nodiscard]] ViewForm view_form(std::string_view file_name);

/// The media type (RFC 6838) under which the file is served to the viewer; empty for `none`. Text is UTF-8.
[[nodiscard]] std::string_view view_type(std::string_view file_name);

/// Whether the file is one of notes drawn with the characters of IBM PCs (.nfo, .diz).
[[nodiscard]] bool may_be_drawn(std::string_view file_name);

}  // namespace magnetar::api
