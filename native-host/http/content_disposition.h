#pragma once
// The Content-Disposition header for a name that a stranger wrote (RFC 6266, RFC 8187). Pure.

#include <string>
#include <string_view>

namespace magnetar::http {

/// `inline` for media of the table, else `attachment`; then the last component of the name twice: as ASCII
/// for old clients, and as filename*=UTF-8''…. Bytes that are not UTF-8 become U+FFFD, long names keep their
/// end.
[[nodiscard]] std::string content_disposition(std::string_view file_name);

}  // namespace magnetar::http
