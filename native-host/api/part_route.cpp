#include "api/part_route.h"

#include <algorithm>
#include <chrono>
#include <optional>
#include <utility>

#include "api/error_answer.h"
#include "api/route_numbers.h"
#include "base/byte_range.h"

namespace magnetar::api {
namespace {

using base::BodyBytes;
using base::ByteRange;
using base::Result;

/// A file's bytes, counted from a place in it.
class PartSource final : public http::ByteSource {
 public:
  PartSource(std::int64_t begin, std::unique_ptr<http::ByteSource> file)
      : begin_(begin), file_(std::move(file)) {}

  Result<BodyBytes> next(std::int64_t offset, std::int64_t limit, std::span<std::byte> scratch,
                         base::CancelToken& cancel) override {
    return file_->next(begin_ + offset, limit, scratch, cancel);
  }

 private:
  const std::int64_t begin_;
  const std::unique_ptr<http::ByteSource> file_;
};

std::optional<ByteRange> range_of(std::string_view text) {
  const auto dash = text.find('-');
  if (dash == std::string_view::npos) return std::nullopt;
  const auto begin = whole_number(text.substr(0, dash));
  const auto end = whole_number(text.substr(dash + 1));
  if (!begin || !end || *begin >= *end) return std::nullopt;
  return ByteRange{*begin, *end};
}

http::Answer serve_part(Streams& streams, const http::Request& request, base::FileIndex index,
                        const ByteRange& asked, bool here) {
  const auto deadline = std::chrono::steady_clock::now() + kMetadataPatience;
  const base::TorrentId id{request.segments[1]};
  const auto file = here ? streams.here(id, index, deadline, *request.cancel)
                         : streams.file(id, index, deadline, *request.cancel);
  if (!file) return file_error(file.error());
  const auto& stream = file.value();
  const ByteRange part{asked.begin, std::min(asked.end, stream.file.size)};
  if (part.empty()) return http::StatusAnswer{404, std::nullopt};
  return http::FileAnswer{
      part.size(), stream.file.name(),
      stream.etag + "-" + std::to_string(part.begin) + "-" + std::to_string(part.end),
      [open = stream.open, begin = part.begin, viewer = request.viewer](std::int64_t first) {
        return std::make_unique<PartSource>(begin, open(begin + first, viewer));
      }};
}

}  // namespace

http::Handler part_route(Streams& streams, http::Handler others) {
  return [&streams, others = std::move(others)](const http::Request& request) -> http::Answer {
    const auto& path = request.segments;
    const bool here = path.size() == 6 && path[5] == "here";
    if ((path.size() != 5 && !here) || path[0] != "torrents" || path[2] != "part") return others(request);
    const auto index = file_index(path[3]);
    const auto range = range_of(path[4]);
    if (!index || !range) return http::StatusAnswer{};
    return serve_part(streams, request, *index, *range, here);
  };
}

}  // namespace magnetar::api
