#include "api/cut_route.h"

#include <algorithm>
#include <chrono>
#include <cstring>
#include <utility>

#include "api/stream_bytes.h"
#include "media/matroska_clusters.h"
#include "media/matroska_head.h"

namespace magnetar::api {
namespace {

using base::BodyBytes;
using base::Result;

/// A body in two parts: a header, then the file from an offset on.
struct Cut {
  std::shared_ptr<const std::vector<std::byte>> header;
  std::int64_t from = 0;  ///< bytes of the file

  [[nodiscard]] std::int64_t header_size() const { return static_cast<std::int64_t>(header->size()); }
  /// Returns the offset in the file of an offset of the body.
  [[nodiscard]] std::int64_t in_file(std::int64_t offset) const {
    return from + std::max<std::int64_t>(0, offset - header_size());
  }
};

class CutSource final : public http::ByteSource {
 public:
  CutSource(Cut cut, std::unique_ptr<http::ByteSource> file) : cut_(std::move(cut)), file_(std::move(file)) {}

  Result<BodyBytes> next(std::int64_t offset, std::int64_t limit, std::span<std::byte> scratch,
                         base::CancelToken& cancel) override {
    if (offset >= cut_.header_size()) return file_->next(cut_.in_file(offset), limit, scratch, cancel);
    const auto rest = std::min(cut_.header_size() - offset, limit);
    const auto count = std::min(static_cast<std::size_t>(rest), scratch.size());
    std::memcpy(scratch.data(), cut_.header->data() + offset, count);
    return BodyBytes(count);
  }

 private:
  const Cut cut_;
  const std::unique_ptr<http::ByteSource> file_;
};

Result<Cut> find_cut(const StreamFile& file, const http::Request& request, std::int64_t milliseconds) {
  StreamBytes bytes(file, request.viewer, *request.cancel);
  MAGNETAR_TRY(head, media::read_matroska_head(bytes));
  MAGNETAR_TRY(cluster, media::cluster_before(bytes, head, static_cast<double>(milliseconds) / 1000));
  return Cut{std::make_shared<const std::vector<std::byte>>(std::move(head.header)), cluster.offset};
}

Result<http::Answer> serve_cut(Streams& streams, const http::Request& request, const RouteValues& values) {
  const auto deadline = std::chrono::steady_clock::now() + kMetadataPatience;
  const auto milliseconds = values.number("milliseconds");
  MAGNETAR_TRY(stream, streams.file(values.torrent(), values.file(), deadline, *request.cancel));
  MAGNETAR_TRY(cut, find_cut(stream, request, milliseconds));
  const auto size = cut.header_size() + stream.file.size - cut.from;
  return http::FileAnswer{size, stream.file.name(), stream.etag + "-" + std::to_string(milliseconds),
                          [open = stream.open, cut = cut, viewer = request.viewer](std::int64_t first) {
                            return std::make_unique<CutSource>(cut, open(cut.in_file(first), viewer));
                          }};
}

}  // namespace

void add_cut_route(RouteTable& routes, Streams& streams) {
  routes.add("torrents/<id>/cut/<index>/<milliseconds>", ErrorAnswer::file,
             [&streams](const http::Request& request, const RouteValues& values) {
               return serve_cut(streams, request, values);
             });
}

}  // namespace magnetar::api
