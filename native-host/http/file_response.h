#pragma once
// Plans the response to a request for a file: conditions and ranges of RFC 9110 13 and 14. Pure.

#include <string_view>

#include "http/answer.h"
#include "http/request_head.h"
#include "http/response.h"

namespace magnetar::http {

/// 200, 206 (one part or multipart/byteranges), 304, 412 or 416 with the file's own headers. HEAD is planned
/// like GET. `boundary` separates the parts and must not occur in the file: random letters and digits.
[[nodiscard]] Response plan_file(const FileAnswer& file, const RequestHead& head, std::string_view boundary);

}  // namespace magnetar::http
