#include "api/part_route.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "base/byte_range.h"

namespace magnetar::api {
namespace {

using base::BodyBytes;
using base::ByteRange;
using base::Result;

/// Part of a file's bytes; offset 0 is the part's beginning.
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

Result<http::Answer> serve_part(Streams& streams, const http::Request& request, const RouteValues& values,
                                bool here) {
  const ByteRange asked{values.number("begin"), values.number("end")};
  if (asked.empty()) return http::StatusAnswer{};
  const auto deadline = std::chrono::steady_clock::now() + kMetadataPatience;
  MAGNETAR_TRY(stream, here ? streams.here(values.torrent(), values.file(), deadline, *request.cancel)
                            : streams.file(values.torrent(), values.file(), deadline, *request.cancel));
  const ByteRange part{asked.begin, std::min(asked.end, stream.file.size)};
  if (part.empty()) return http::StatusAnswer{};
  return http::FileAnswer{
      part.size(), stream.file.name(),
      stream.etag + "-" + std::to_string(part.begin) + "-" + std::to_string(part.end),
      [open = stream.open, begin = part.begin, viewer = request.viewer](std::int64_t first) {
        return std::make_unique<PartSource>(begin, open(begin + first, viewer));
      }};
}

}  // namespace

void add_part_route(RouteTable& routes, Streams& streams) {
  const auto route = [&streams](bool here) {
    return [&streams, here](const http::Request& request, const RouteValues& values) {
      return serve_part(streams, request, values, here);
    };
  };
  routes.add("torrents/<id>/part/<index>/<begin>-<end>", ErrorAnswer::file, route(false));
  routes.add("torrents/<id>/part/<index>/<begin>-<end>/here", ErrorAnswer::file, route(true));
}

}  // namespace magnetar::api
