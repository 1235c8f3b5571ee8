#include "api/cut_route.h"

#include <algorithm>
#include <chrono>
#include <cstring>
#include <utility>

#include "api/error_answer.h"
#include "api/route_numbers.h"
#include "api/stream_bytes.h"
#include "media/matroska_clusters.h"
#include "media/matroska_head.h"

namespace magnetar::api {
namespace {

using base::BodyBytes;
using base::Result;

/// A beginning of its own, then the file from a place on.
struct Cut {
  std::shared_ptr<const std::vector<std::byte>> header;
  std::int64_t from = 0;  ///< bytes of the file

  [[nodiscard]] std::int64_t header_size() const { return static_cast<std::int64_t>(header->size()); }
  /// Of what is at this place of the answer, in the file.
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

http::Answer serve_cut(Streams& streams, const http::Request& request, base::FileIndex index,
                       std::int64_t milliseconds) {
  const auto deadline = std::chrono::steady_clock::now() + kMetadataPatience;
  auto file = streams.file({request.segments[1]}, index, deadline, *request.cancel);
  if (!file) return file_error(file.error());
  auto& stream = file.value();
  const auto cut = find_cut(stream, request, milliseconds);
  if (!cut) return file_error(cut.error());
  return http::FileAnswer{
      cut.value().header_size() + stream.file.size - cut.value().from, stream.file.name(),
      stream.etag + "-" + std::to_string(milliseconds),
      [open = stream.open, cut = cut.value(), viewer = request.viewer](std::int64_t first) {
        return std::make_unique<CutSource>(cut, open(cut.in_file(first), viewer));
      }};
}

}  // namespace

http::Handler cut_route(Streams& streams, http::Handler others) {
  return [&streams, others = std::move(others)](const http::Request& request) -> http::Answer {
    const auto& path = request.segments;
    if (path.size() != 5 || path[0] != "torrents" || path[2] != "cut") return others(request);
    const auto index = file_index(path[3]);
    const auto milliseconds = whole_number(path[4]);
    if (!index || !milliseconds) return http::StatusAnswer{};
    return serve_cut(streams, request, *index, *milliseconds);
  };
}

}  // namespace magnetar::api
