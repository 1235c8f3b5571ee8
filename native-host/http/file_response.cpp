#include "http/file_response.h"

#include "http/byte_range_parser.h"
#include "http/content_disposition.h"
#include "http/media_types.h"

namespace magnetar::http {
namespace {

std::string_view next_tag(std::string_view& list) {
  const auto skipped = std::min(list.find_first_not_of(" \t,"), list.size());
  list.remove_prefix(skipped);
  const auto open = list.find('"');
  const auto close = open == std::string_view::npos ? open : list.find('"', open + 1);
  const auto length = close == std::string_view::npos ? list.size() : close + 1;
  const auto tag = list.substr(0, length);
  list.remove_prefix(length);
  return tag;
}

/// Whether a list of entity tags contains the file's own. "*" matches any; weak tags count only when `weak`
/// (RFC 9110 8.8.3.2).
bool names_tag(const std::vector<std::string_view>& lists, std::string_view ours, bool weak) {
  for (auto list : lists) {
    if (list == "*") return true;
    while (!list.empty()) {
      auto tag = next_tag(list);
      if (weak && tag.starts_with("W/")) tag.remove_prefix(2);
      if (!ours.empty() && tag == ours) return true;
    }
  }
  return false;
}

std::string quoted(const std::string& etag) {
  return etag.empty() ? etag : '"' + etag + '"';
}

/// The Range header counts when it occurs once and If-Range, if any, is exactly the file's tag. A date in
/// If-Range never matches, because the files have no Last-Modified.
RangeSelection wanted_ranges(const FileAnswer& file, const RequestHead& head) {
  const auto ranges = head.values("Range");
  const auto conditions = head.values("If-Range");
  const auto etag = quoted(file.etag);
  const auto is_ours = [&etag](std::string_view tag) { return !etag.empty() && tag == etag; };
  if (ranges.size() != 1 || file.size <= 0 || !std::ranges::all_of(conditions, is_ours)) return WholeFile{};
  return select_ranges(ranges.front(), file.size);
}

std::string_view type_of(const FileAnswer& file) {
  return file.shown_as.empty() ? content_type(file.file_name) : file.shown_as;
}

std::string content_range(base::ByteRange range, std::int64_t size) {
  return "bytes " + std::to_string(range.begin) + "-" + std::to_string(range.end - 1) + "/" +
         std::to_string(size);
}

void add_multipart(Response& response, const FileAnswer& file, const std::vector<base::ByteRange>& ranges,
                   std::string_view boundary) {
  response.headers.emplace_back("Content-Type", "multipart/byteranges; boundary=" + std::string(boundary));
  for (const auto& range : ranges) {
    std::string part_head(response.body.empty() ? "--" : "\r\n--");
    part_head.append(boundary).append("\r\nContent-Type: ").append(type_of(file));
    part_head.append("\r\nContent-Range: ").append(content_range(range, file.size)).append("\r\n\r\n");
    response.body.emplace_back(std::move(part_head));
    response.body.emplace_back(range);
  }
  response.body.emplace_back("\r\n--" + std::string(boundary) + "--\r\n");
}

void add_ranges(Response& response, const FileAnswer& file, const std::vector<base::ByteRange>& ranges,
                std::string_view boundary) {
  response.status = 206;
  if (ranges.size() > 1) return add_multipart(response, file, ranges, boundary);
  response.headers.emplace_back("Content-Type", type_of(file));
  response.headers.emplace_back("Content-Range", content_range(ranges.front(), file.size));
  response.body.emplace_back(ranges.front());
}

void add_whole(Response& response, const FileAnswer& file) {
  response.headers.emplace_back("Content-Type", type_of(file));
  if (file.size > 0) response.body.emplace_back(base::ByteRange{0, file.size});
}

}  // namespace

Response plan_file(const FileAnswer& file, const RequestHead& head, std::string_view boundary) {
  Response response;
  const auto etag = quoted(file.etag);
  response.headers.emplace_back("Accept-Ranges", "bytes");
  if (!etag.empty()) response.headers.emplace_back("ETag", etag);
  // The order is that of RFC 9110 13.2.2.
  if (const auto tags = head.values("If-Match"); !tags.empty() && !names_tag(tags, etag, false)) {
    response.status = 412;
    return response;
  }
  if (names_tag(head.values("If-None-Match"), etag, true)) {
    response.status = 304;
    return response;
  }
  const auto selection = wanted_ranges(file, head);
  if (std::holds_alternative<Unsatisfiable>(selection)) {
    response.status = 416;
    response.headers.emplace_back("Content-Range", "bytes */" + std::to_string(file.size));
    return response;
  }
  response.headers.emplace_back("Content-Disposition", file.shown_as.empty()
                                                           ? content_disposition(file.file_name)
                                                           : inline_disposition(file.file_name));
  const auto* ranges = std::get_if<std::vector<base::ByteRange>>(&selection);
  if (ranges != nullptr) {
    add_ranges(response, file, *ranges, boundary);
  } else {
    add_whole(response, file);
  }
  return response;
}

}  // namespace magnetar::http
