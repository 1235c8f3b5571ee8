#include "media/mp4_fragments.h"

#include <algorithm>
#include <utility>

#include "media/mp4_boxes.h"

namespace magnetar::media {
namespace {

using base::Error;
using base::ErrorCode;

constexpr std::uint32_t kNotKey = 0x00010000;  // sample_is_non_sync_sample

}  // namespace

base::Result<void> Mp4Fragments::feed(std::string_view bytes) {
  buffer_.append(bytes);
  for (;;) {
    // One fragment at a time: take() has to fetch it before the next one is built.
    MAGNETAR_TRY(box, next_box());
    if (!box) return base::success();
    BOOST_OUTCOME_TRYV(take_box(std::move(*box)));
  }
}

base::Result<std::optional<std::string>> Mp4Fragments::next_box() {
  if (ready_ || buffer_.size() < mp4::kBoxHead) return std::optional<std::string>();
  const auto size = mp4::word(buffer_, 0);
  if (size < mp4::kBoxHead || size > kMostBox)
    return Error{ErrorCode::media_unreadable, "the film was not made into fragments"};
  if (buffer_.size() < size) return std::optional<std::string>();
  auto box = buffer_.substr(0, size);
  buffer_.erase(0, size);
  return std::optional(std::move(box));
}

base::Result<void> Mp4Fragments::take_box(std::string box) {
  const auto name = box.substr(4, 4);
  if (init_segment_.empty() || !head_.empty() || name == "ftyp") return take_head(name, box);
  if (name == "moof") {
    take_moof(std::move(box));
  } else if (name == "mdat" && !building_.bytes.empty()) {
    building_.bytes += box;
    ready_ = Fragment{std::exchange(building_.bytes, {}), building_.begin, building_.shown, building_.key,
                      header_};
  }
  return base::success();
}

base::Result<void> Mp4Fragments::take_head(std::string_view name, const std::string& box) {
  head_ += box;
  if (head_.size() > kMostBox) return Error{ErrorCode::media_unreadable, "the header is too large"};
  if (name != "moov") return base::success();
  BOOST_OUTCOME_TRYV(take_moov(std::string_view(box).substr(mp4::kBoxHead)));
  init_segment_ = std::exchange(head_, {});
  ++header_;
  return base::success();
}

base::Result<void> Mp4Fragments::take_moov(std::string_view moov) {
  track_ = {};
  mp4::each_box(moov, [&](std::string_view name, std::string_view trak) {
    if (name != "trak" || track_.picture) return;
    const auto found = mp4::track_of(trak);
    if (track_.id == 0 || found.picture) track_ = found;
  });
  if (track_.id == 0 || track_.timescale == 0)
    return Error{ErrorCode::media_unreadable, "the film was made without tracks"};
  return base::success();
}

// A fragment without a run of the video track keeps the times of the one before.
void Mp4Fragments::take_moof(std::string box) {
  building_.key = false;
  mp4::each_box(std::string_view(box).substr(mp4::kBoxHead),
                [&](std::string_view name, std::string_view traf) {
                  if (name == "traf" && mp4::word(mp4::find_box(traf, "tfhd"), 4) == track_.id)
                    take_run(traf);
                });
  building_.bytes = std::move(box);
}

void Mp4Fragments::take_run(std::string_view traf) {
  const auto header = mp4::find_box(traf, "tfhd");
  const auto run = mp4::find_box(traf, "trun");
  building_.begin = static_cast<double>(mp4::decoded_at(traf)) / track_.timescale;

  const auto given = mp4::word(header, 0);
  std::size_t at = 8;
  if ((given & mp4::kBaseDataOffset) != 0) at += 8;
  for (const auto field : {mp4::kDescriptionIndex, mp4::kDefaultDuration, mp4::kDefaultSize})
    at += (given & field) != 0 ? 4 : 0;
  auto flags = (given & mp4::kDefaultFlags) != 0 ? mp4::word(header, at) : kNotKey;

  const auto in_run = mp4::word(run, 0);
  at = 8 + ((in_run & mp4::kRunDataOffset) != 0 ? 4 : 0);
  const bool first = (in_run & mp4::kRunFirstFlags) != 0;
  if (first) flags = mp4::word(run, at);
  for (const auto field : {mp4::kRunFirstFlags, mp4::kRunDuration, mp4::kRunSize})
    at += (in_run & field) != 0 ? 4 : 0;
  if ((in_run & mp4::kRunFlags) != 0) {
    if (!first) flags = mp4::word(run, at);
    at += 4;
  }
  const auto offset = (in_run & mp4::kRunOffset) != 0 ? static_cast<std::int32_t>(mp4::word(run, at)) : 0;
  building_.shown = building_.begin + static_cast<double>(offset) / track_.timescale;
  building_.key = !track_.picture || (flags & kNotKey) == 0;
}

std::optional<Fragment> Mp4Fragments::take() {
  // Boxes behind the last taken fragment are still in the buffer.
  if (!ready_ && !feed({})) return std::nullopt;
  return std::exchange(ready_, std::nullopt);
}

}  // namespace magnetar::media
