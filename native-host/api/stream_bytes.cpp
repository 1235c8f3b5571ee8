#include "api/stream_bytes.h"

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <span>
#include <utility>

namespace magnetar::api {
namespace {

using base::Error;
using base::ErrorCode;
using base::Result;

Result<std::size_t> read_slice(const base::FileSlice& slice, std::span<std::byte> out) {
  for (;;) {
    const auto count = ::pread(slice.file->get(), out.data(), out.size(), slice.offset);
    if (count > 0) return static_cast<std::size_t>(count);
    if (count == 0 || errno != EINTR) return Error{ErrorCode::io_error, "the file became shorter"};
  }
}

}  // namespace

StreamBytes::StreamBytes(const StreamFile& file, std::string viewer, base::CancelToken& cancel)
    : file_(file), viewer_(std::move(viewer)), cancel_(cancel) {}

Result<std::vector<std::byte>> StreamBytes::read(base::ByteRange range) {
  range = {std::clamp<std::int64_t>(range.begin, 0, size()), std::min(range.end, size())};
  std::vector<std::byte> bytes(static_cast<std::size_t>(range.size()));
  if (bytes.empty()) return bytes;
  if (!source_) source_ = file_.open(range.begin, viewer_);
  for (std::size_t have = 0; have < bytes.size();) {
    const auto rest = std::span(bytes).subspan(have);
    const auto offset = range.begin + static_cast<std::int64_t>(have);
    MAGNETAR_TRY(next, source_->next(offset, static_cast<std::int64_t>(rest.size()), rest, cancel_));
    const auto* slice = std::get_if<base::FileSlice>(&next);
    const auto count = std::min(static_cast<std::size_t>(base::size_of(next)), rest.size());
    if (count == 0) return Error{ErrorCode::io_error, "the file became shorter"};
    if (slice == nullptr) {
      have += count;
      continue;
    }
    MAGNETAR_TRY(read, read_slice(*slice, rest.first(count)));
    have += read;
  }
  return bytes;
}

}  // namespace magnetar::api
