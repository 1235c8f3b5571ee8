#pragma once
// The Content-Disposition header of a file whose name a stranger wrote (RFC 6266, RFC 8187). Pure.

#include <string>
#include <string_view>

namespace magnetar::http {

/// `inline` for media of the table, else `attachment`; then the name's last component twice: as ASCII for old
/// clients, and as filename*=UTF-8''…. Bytes that are not UTF-8 become U+FFFD; of long names the end is kept.
[[nodiscard]] std::string content_disposition(std::string_view file_name);

/// The same for a file that the browser shows, whatever its name says: always `inline`.
[[nodiscard]] std::string inline_disposition(std::string_view file_name);

}  // namespace magnetar::http
