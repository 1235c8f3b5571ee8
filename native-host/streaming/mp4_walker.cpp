#include "streaming/mp4_walker.h"

#include <algorithm>
#include <array>

#include "streaming/wire_bytes.h"

namespace magnetar::streaming {
namespace {

constexpr int kMostBoxes = 96;
// A box header with a large size, the version, and mvhd up to the duration.
constexpr std::int64_t kMp4Look = 48;
// A remainder behind mdat of at most this size is likely to be moov with some padding.
constexpr std::int64_t kLikely = 16 * 1024 * 1024;

// mvhd of version 0 or 1: creation time, modification time, timescale, duration. A duration of all ones is
// not known.
std::optional<double> movie_duration(std::span<const std::byte> payload) {
  const bool wide = big_endian(payload, 0, 1) == 1;
  if (payload.size() < (wide ? 32U : 20U)) return std::nullopt;
  const auto timescale = big_endian(payload, wide ? 20 : 12, 4);
  const auto duration = wide ? big_endian(payload, 24, 8) : big_endian(payload, 16, 4);
  const auto unknown = wide ? ~std::uint64_t{0} : std::uint64_t{0xffffffff};
  if (timescale == 0 || duration == unknown) return std::nullopt;
  return sane_duration(static_cast<double>(duration) / static_cast<double>(timescale));
}

}  // namespace

bool Mp4Walker::recognises(std::span<const std::byte> head) {
  static constexpr std::array<std::string_view, 7> kFirst{"ftyp", "moov", "mdat", "wide",
                                                          "free", "skip", "pnot"};
  return std::any_of(kFirst.begin(), kFirst.end(), [&](auto name) { return has_name(head, 4, name); });
}

std::optional<Look> Mp4Walker::next() const {
  const auto left = end_ - offset_;
  if (done_ || left < 8 || boxes_ >= kMostBoxes) return std::nullopt;
  return Look{offset_, static_cast<std::size_t>(std::min(left, kMp4Look)), kHeader};
}

std::optional<Mp4Walker::Box> Mp4Walker::box(std::span<const std::byte> bytes) const {
  const auto left = static_cast<std::uint64_t>(end_ - offset_);
  Box box{big_endian(bytes, 4, 4), 8, end_};
  std::uint64_t size = big_endian(bytes, 0, 4);
  if (size == 0) return box;  // a size of 0: up to the end
  if (size == 1) {
    box.header = 16;
    size = big_endian(bytes, 8, 8);
  }
  if (size < static_cast<std::uint64_t>(box.header) || size > left) return std::nullopt;
  box.end = offset_ + static_cast<std::int64_t>(size);
  return box;
}

void Mp4Walker::take(std::span<const std::byte> bytes, Findings& findings) {
  ++boxes_;
  const auto found = box(bytes);
  if (!found) {
    done_ = true;
  } else if (in_moov_) {
    take_in_moov(*found, bytes, findings);
  } else {
    take_top(*found, findings);
  }
}

void Mp4Walker::take_top(const Box& box, Findings& findings) {
  if (box.type == four_characters("moov")) {
    const base::ByteRange range{offset_, box.end};
    if (film_seen_ && sane_index(range, file_size_)) findings.index = {range};
    in_moov_ = true;
    offset_ += box.header;
    end_ = box.end;
    return;
  }
  if (box.type == four_characters("mdat")) film_seen_ = true;
  offset_ = box.end;
  const bool small = file_size_ - offset_ <= kLikely;
  likely_ = film_seen_ && small ? base::ByteRange{offset_, file_size_} : base::ByteRange{};
}

void Mp4Walker::take_in_moov(const Box& box, std::span<const std::byte> bytes, Findings& findings) {
  if (box.type != four_characters("mvhd")) {
    offset_ = box.end;
    return;
  }
  const auto size = std::min(static_cast<std::size_t>(box.end - offset_), bytes.size());
  const auto header = static_cast<std::size_t>(box.header);
  findings.duration_seconds = movie_duration(bytes.first(size).subspan(std::min(header, size)));
  done_ = true;
}

}  // namespace magnetar::streaming
