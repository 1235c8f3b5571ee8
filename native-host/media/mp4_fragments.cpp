#include "media/mp4_fragments.h"

#include <algorithm>
#include <utility>

namespace magnetar::media {
namespace {

using base::Error;
using base::ErrorCode;

constexpr std::size_t kBoxHead = 8;
constexpr std::uint32_t kNotKey = 0x00010000;  // sample_is_non_sync_sample
constexpr std::uint32_t kBaseDataOffset = 0x01;
constexpr std::uint32_t kDescriptionIndex = 0x02;
constexpr std::uint32_t kDefaultDuration = 0x08;
constexpr std::uint32_t kDefaultSize = 0x10;
constexpr std::uint32_t kDefaultFlags = 0x20;
constexpr std::uint32_t kRunDataOffset = 0x01;
constexpr std::uint32_t kRunFirstFlags = 0x04;
constexpr std::uint32_t kRunDuration = 0x100;
constexpr std::uint32_t kRunSize = 0x200;
constexpr std::uint32_t kRunFlags = 0x400;
constexpr std::uint32_t kRunOffset = 0x800;  // from decoding to showing

/// Reading beyond the end gives zeros.
std::uint64_t number(std::string_view bytes, std::size_t at, std::size_t count) {
  std::uint64_t value = 0;
  for (std::size_t i = at; i < at + count; ++i) {
    value = value << 8 | (i < bytes.size() ? static_cast<unsigned char>(bytes[i]) : 0U);
  }
  return value;
}

std::uint32_t word(std::string_view bytes, std::size_t at) {
  return static_cast<std::uint32_t>(number(bytes, at, 4));
}

/// Calls visit(name, payload) for each box that lies whole in the bytes.
template <class Visitor>
void each_box(std::string_view bytes, Visitor visit) {
  while (bytes.size() >= kBoxHead) {
    const auto size = word(bytes, 0);
    if (size < kBoxHead || size > bytes.size()) return;
    visit(bytes.substr(4, 4), bytes.substr(kBoxHead, size - kBoxHead));
    bytes.remove_prefix(size);
  }
}

/// Of the first box of this name; empty when there is none.
std::string_view find_box(std::string_view bytes, std::string_view wanted) {
  std::string_view found;
  each_box(bytes, [&](std::string_view name, std::string_view payload) {
    if (name == wanted && found.empty()) found = payload;
  });
  return found;
}

}  // namespace

base::Result<void> Mp4Fragments::feed(std::string_view bytes) {
  buffer_.append(bytes);
  for (;;) {
    // One at a time: who feeds takes them in between.
    BOOST_OUTCOME_TRY(box, next_box());
    if (!box) return base::success();
    BOOST_OUTCOME_TRYV(take_box(std::move(*box)));
  }
}

base::Result<std::optional<std::string>> Mp4Fragments::next_box() {
  if (ready_ || buffer_.size() < kBoxHead) return std::optional<std::string>();
  const auto size = word(buffer_, 0);
  if (size < kBoxHead || size > kMostBox)
    return Error{ErrorCode::media_unreadable, "the film was not made into fragments"};
  if (buffer_.size() < size) return std::optional<std::string>();
  auto box = buffer_.substr(0, size);
  buffer_.erase(0, size);
  return std::optional(std::move(box));
}

base::Result<void> Mp4Fragments::take_box(std::string box) {
  const auto name = box.substr(4, 4);
  if (opening_.empty()) {
    head_ += box;
    if (head_.size() > kMostBox) return Error{ErrorCode::media_unreadable, "the header is too large"};
    if (name != "moov") return base::success();
    BOOST_OUTCOME_TRYV(take_moov(std::string_view(box).substr(kBoxHead)));
    opening_ = std::exchange(head_, {});
  } else if (name == "moof") {
    take_moof(std::move(box));
  } else if (name == "mdat" && !building_.bytes.empty()) {
    building_.bytes += box;
    ready_ = Fragment{std::exchange(building_.bytes, {}), building_.begin, building_.shown, building_.key};
  }
  return base::success();
}

base::Result<void> Mp4Fragments::take_moov(std::string_view moov) {
  each_box(moov, [&](std::string_view name, std::string_view trak) {
    if (name != "trak" || track_.picture) return;
    const auto header = find_box(trak, "tkhd");
    const auto media = find_box(trak, "mdia");
    const auto media_header = find_box(media, "mdhd");
    // Version 1 has times of 8 bytes before what is read.
    const bool long_header = number(header, 0, 1) == 1;
    const bool long_media = number(media_header, 0, 1) == 1;
    const Track found{word(header, long_header ? 20 : 12), word(media_header, long_media ? 20 : 12),
                      find_box(media, "hdlr").substr(0, 12).ends_with("vide")};
    if (track_.id == 0 || found.picture) track_ = found;
  });
  if (track_.id == 0 || track_.timescale == 0)
    return Error{ErrorCode::media_unreadable, "the film was made without tracks"};
  return base::success();
}

// A fragment without a picture goes on where the last one was.
void Mp4Fragments::take_moof(std::string box) {
  building_.key = false;
  each_box(std::string_view(box).substr(kBoxHead), [&](std::string_view name, std::string_view traf) {
    if (name == "traf" && word(find_box(traf, "tfhd"), 4) == track_.id) take_run(traf);
  });
  building_.bytes = std::move(box);
}

void Mp4Fragments::take_run(std::string_view traf) {
  const auto header = find_box(traf, "tfhd");
  const auto time = find_box(traf, "tfdt");
  const auto run = find_box(traf, "trun");
  building_.begin = static_cast<double>(number(time, 4, number(time, 0, 1) == 1 ? 8 : 4)) / track_.timescale;

  const auto given = word(header, 0);
  std::size_t at = 8;
  if ((given & kBaseDataOffset) != 0) at += 8;
  for (const auto field : {kDescriptionIndex, kDefaultDuration, kDefaultSize})
    at += (given & field) != 0 ? 4 : 0;
  auto flags = (given & kDefaultFlags) != 0 ? word(header, at) : kNotKey;

  const auto in_run = word(run, 0);
  at = 8 + ((in_run & kRunDataOffset) != 0 ? 4 : 0);
  const bool first = (in_run & kRunFirstFlags) != 0;
  if (first) flags = word(run, at);
  for (const auto field : {kRunFirstFlags, kRunDuration, kRunSize}) at += (in_run & field) != 0 ? 4 : 0;
  if ((in_run & kRunFlags) != 0) {
    if (!first) flags = word(run, at);
    at += 4;
  }
  const auto offset = (in_run & kRunOffset) != 0 ? static_cast<std::int32_t>(word(run, at)) : 0;
  building_.shown = building_.begin + static_cast<double>(offset) / track_.timescale;
  building_.key = !track_.picture || (flags & kNotKey) == 0;
}

std::optional<Fragment> Mp4Fragments::take() {
  // The boxes behind the one that was taken last are still in the buffer.
  if (!ready_ && !feed({})) return std::nullopt;
  return std::exchange(ready_, std::nullopt);
}

}  // namespace magnetar::media
