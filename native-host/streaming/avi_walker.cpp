#include "streaming/avi_walker.h"

#include <algorithm>

#include "streaming/wire_bytes.h"

namespace magnetar::streaming {
namespace {

constexpr int kMostChunks = 96;
// A chunk's name and size, and avih up to the number of frames.
constexpr std::int64_t kAviLook = 28;
constexpr std::int64_t kListHeader = 12;
constexpr std::int64_t kChunkHeader = 8;

}  // namespace

bool AviWalker::recognises(std::span<const std::byte> head) {
  return has_name(head, 0, "RIFF") && has_name(head, 8, "AVI ");
}

std::optional<Look> AviWalker::next() const {
  const auto left = file_size_ - offset_;
  if (done_ || left < kListHeader || chunks_ >= kMostChunks) return std::nullopt;
  return Look{offset_, static_cast<std::size_t>(std::min(left, kAviLook)), kHeader};
}

void AviWalker::take(std::span<const std::byte> bytes, Findings& findings) {
  ++chunks_;
  const auto size = static_cast<std::int64_t>(little_endian(bytes, 4));
  chunk_end_ = offset_ + kChunkHeader + size;
  if (chunk_end_ > file_size_ || has_name(bytes, 0, "RIFF")) {
    done_ = true;
  } else if (has_name(bytes, 0, "LIST")) {
    take_list(bytes);
  } else if (has_name(bytes, 0, "idx1") && film_seen_) {
    const base::ByteRange range{offset_, chunk_end_};
    if (sane_index(range, file_size_)) findings.index = {range};
    done_ = true;
  } else {
    if (has_name(bytes, 0, "avih") && size >= 20) {
      microseconds_per_frame_ = little_endian(bytes, 8);
      read_frames(little_endian(bytes, 24), findings);
    }
    if (has_name(bytes, 0, "dmlh") && size >= 4) read_frames(little_endian(bytes, 8), findings);
    offset_ = chunk_end_ + size % 2;
  }
}

// The walker enters the lists hdrl and odml, and skips all others.
void AviWalker::take_list(std::span<const std::byte> bytes) {
  if (has_name(bytes, 8, "movi")) film_seen_ = true;
  const bool inside = has_name(bytes, 8, "hdrl") || has_name(bytes, 8, "odml");
  offset_ = inside ? offset_ + kListHeader : chunk_end_ + (chunk_end_ - offset_) % 2;
}

// avih counts the frames of the first gigabyte only; dmlh counts all.
void AviWalker::read_frames(std::uint32_t frames, Findings& findings) {
  frames_ = std::max(frames_, frames);
  findings.duration_seconds = sane_duration(static_cast<double>(microseconds_per_frame_) * frames_ / 1e6);
}

}  // namespace magnetar::streaming
