#pragma once
// The form in which the viewer page shows a file that is neither film nor music. Pure.

#include <string_view>

namespace magnetar::api {

/// `none`: the file can only be saved.
enum class ViewForm { none, picture, text, pdf };

/// Returns "none", "picture", "text" or "pdf", as in docs/protocol.md.
[[nodiscard]] std::string_view view_form_name(ViewForm form);

/// Decides by the last extension, in any case. Formats that a browser would run or lay out (HTML, SVG, XML)
/// are `none`.
[[nodiscard]] ViewForm view_form(std::string_view file_name);

/// Returns the media type (RFC 6838) of the file for the viewer page; empty for `none`. Text is UTF-8.
[[nodiscard]] std::string_view view_type(std::string_view file_name);

/// Whether the extension is one of text art in code page 437 (.nfo, .diz).
[[nodiscard]] bool may_be_drawn(std::string_view file_name);

}  // namespace magnetar::api
