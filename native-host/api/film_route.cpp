#include "api/film_route.h"

#include <algorithm>
#include <chrono>
#include <map>
#include <mutex>
#include <optional>
#include <utility>

#include "api/stream_bytes.h"
#include "media/matroska_head.h"

namespace magnetar::api {
namespace {

using base::BodyBytes;
using base::Result;
using Patch = media::MatroskaHead::Patch;
using Patches = std::shared_ptr<const std::vector<Patch>>;

constexpr std::int64_t kBeginning = 64;
constexpr std::size_t kMostKnown = 64;

/// The bytes of a file with patches applied. Skipped bytes are not read but sent as zeros, because a socket's
/// buffer takes more than its client wants.
class PatchedSource final : public http::ByteSource {
 public:
  PatchedSource(Patches patches, std::unique_ptr<http::ByteSource> file)
      : patches_(std::move(patches)), file_(std::move(file)) {}

  Result<BodyBytes> next(std::int64_t offset, std::int64_t limit, std::span<std::byte> scratch,
                         base::CancelToken& cancel) override {
    for (const auto& patch : *patches_) {
      const auto end = patch.at + static_cast<std::int64_t>(patch.bytes.size()) + patch.skipped;
      if (offset >= end) continue;
      if (offset >= patch.at)
        return patched(patch, offset, scratch.first(within(scratch, end - offset, limit)));
      limit = std::min(limit, patch.at - offset);
      break;
    }
    return file_->next(offset, limit, scratch, cancel);
  }

 private:
  static std::size_t within(std::span<std::byte> scratch, std::int64_t left, std::int64_t limit) {
    return static_cast<std::size_t>(std::min({static_cast<std::int64_t>(scratch.size()), left, limit}));
  }

  static BodyBytes patched(const Patch& patch, std::int64_t offset, std::span<std::byte> out) {
    std::fill(out.begin(), out.end(), std::byte{0});
    const auto inside = static_cast<std::size_t>(offset - patch.at);
    if (inside < patch.bytes.size()) {
      const auto rest = std::span(patch.bytes).subspan(inside);
      std::copy_n(rest.begin(), std::min(rest.size(), out.size()), out.begin());
    }
    return BodyBytes(out.size());
  }

  const Patches patches_;
  const std::unique_ptr<http::ByteSource> file_;
};

/// Patches by the etag of their file, because ffmpeg requests a film many times. Any thread.
class KnownPatches {
 public:
  Patches find(const std::string& etag) {
    const std::lock_guard lock(mutex_);
    const auto found = known_.find(etag);
    return found == known_.end() ? nullptr : found->second;
  }
  void keep(const std::string& etag, const Patches& patches) {
    const std::lock_guard lock(mutex_);
    if (known_.size() >= kMostKnown) known_.clear();
    known_.insert_or_assign(etag, patches);
  }

 private:
  std::mutex mutex_;
  std::map<std::string, Patches> known_;
};

Result<Patches> look(const StreamFile& file, const http::Request& request) {
  StreamBytes bytes(file, request.viewer, *request.cancel);
  MAGNETAR_TRY(beginning, bytes.read({0, kBeginning}));
  if (!media::is_matroska(beginning)) return std::make_shared<const std::vector<Patch>>();
  MAGNETAR_TRY(head, media::read_matroska_head(bytes));
  return std::make_shared<const std::vector<Patch>>(std::move(head.without_attachments));
}

/// Returns the patches of a file; none when they cannot be determined, so that the file is served unchanged.
Patches patches_of(const StreamFile& file, const http::Request& request, KnownPatches& known) {
  if (auto patches = known.find(file.etag)) return patches;
  const auto found = look(file, request);
  if (!found) return std::make_shared<const std::vector<Patch>>();
  known.keep(file.etag, found.value());
  return found.value();
}

Result<http::Answer> serve_film(Streams& streams, const http::Request& request, const RouteValues& values,
                                bool here, KnownPatches& known) {
  const auto deadline = std::chrono::steady_clock::now() + kMetadataPatience;
  MAGNETAR_TRY(stream, here ? streams.here(values.torrent(), values.file(), deadline, *request.cancel)
                            : streams.file(values.torrent(), values.file(), deadline, *request.cancel));
  const auto patches = patches_of(stream, request, known);
  return http::FileAnswer{stream.file.size, stream.file.name(), stream.etag,
                          [open = stream.open, patches,
                           viewer = request.viewer](std::int64_t first) -> std::unique_ptr<http::ByteSource> {
                            if (patches->empty()) return open(first, viewer);
                            return std::make_unique<PatchedSource>(patches, open(first, viewer));
                          }};
}

}  // namespace

void add_film_route(RouteTable& routes, Streams& streams) {
  const auto known = std::make_shared<KnownPatches>();
  const auto route = [&](bool here) {
    return [&streams, known, here](const http::Request& request, const RouteValues& values) {
      return serve_film(streams, request, values, here, *known);
    };
  };
  routes.add("torrents/<id>/film/<index>", ErrorAnswer::file, route(false));
  routes.add("torrents/<id>/film/<index>/here", ErrorAnswer::file, route(true));
}

}  // namespace magnetar::api
