#include "media/mp4_boxes.h"

#include <algorithm>

namespace magnetar::media::mp4 {
namespace {

// A trun without fields per sample may claim any number of samples.
constexpr std::uint32_t kMostSamples = 1 << 20;

/// The default duration of a tfhd, for samples whose trun tells none.
std::uint32_t default_duration(std::string_view header) {
  const auto given = word(header, 0);
  std::size_t at = 8;
  if ((given & kBaseDataOffset) != 0) at += 8;
  if ((given & kDescriptionIndex) != 0) at += 4;
  return (given & kDefaultDuration) != 0 ? word(header, at) : 0;
}

/// The samples of one trun, read in order.
class Run {
 public:
  Run(std::string_view trun, std::uint32_t duration) : bytes_(trun), in_(word(trun, 0)), duration_(duration) {
    at_ = 8;
    for (const auto field : {kRunDataOffset, kRunFirstFlags}) at_ += (in_ & field) != 0 ? 4 : 0;
  }

  /// Widens `shown` by the run's presentation times, from `decoded` on, and moves `decoded` to the run's end.
  void add_to(std::optional<Shown>& shown, std::int64_t& decoded) {
    for (auto left = word(bytes_, 4); left > 0 && at_ <= bytes_.size(); --left) {
      const std::int64_t duration = take(kRunDuration, duration_);
      take(kRunSize, 0);
      take(kRunFlags, 0);
      const auto begin = decoded + static_cast<std::int32_t>(take(kRunOffset, 0));
      decoded += duration;
      if (!shown) shown = Shown{begin, begin};
      shown->begin = std::min(shown->begin, begin);
      shown->end = std::max(shown->end, begin + duration);
      if ((in_ & (kRunDuration | kRunSize | kRunFlags | kRunOffset)) == 0)
        return all_alike(*shown, decoded, left - 1);
    }
  }

 private:
  std::uint32_t take(std::uint32_t field, std::uint32_t otherwise) {
    if ((in_ & field) == 0) return otherwise;
    at_ += 4;
    return word(bytes_, at_ - 4);
  }

  void all_alike(Shown& shown, std::int64_t& decoded, std::uint32_t more) const {
    decoded += static_cast<std::int64_t>(std::min(more, kMostSamples)) * duration_;
    shown.end = std::max(shown.end, decoded);
  }

  std::string_view bytes_;
  std::uint32_t in_;
  std::uint32_t duration_;
  std::size_t at_ = 0;
};

}  // namespace

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

std::string_view find_box(std::string_view bytes, std::string_view wanted) {
  std::string_view found;
  each_box(bytes, [&](std::string_view name, std::string_view payload) {
    if (name == wanted && found.empty()) found = payload;
  });
  return found;
}

Track track_of(std::string_view trak) {
  const auto header = find_box(trak, "tkhd");
  const auto media = find_box(trak, "mdia");
  const auto media_header = find_box(media, "mdhd");
  // Version 1 has times of 8 bytes before the fields that are read.
  const bool long_header = number(header, 0, 1) == 1;
  const bool long_media = number(media_header, 0, 1) == 1;
  return {word(header, long_header ? 20 : 12), word(media_header, long_media ? 20 : 12),
          find_box(media, "hdlr").substr(0, 12).ends_with("vide")};
}

std::int64_t decoded_at(std::string_view traf) {
  const auto time = find_box(traf, "tfdt");
  return static_cast<std::int64_t>(std::min(number(time, 4, number(time, 0, 1) == 1 ? 8 : 4), kLatest));
}

std::optional<Shown> shown_of(std::string_view traf) {
  const auto duration = default_duration(find_box(traf, "tfhd"));
  auto decoded = decoded_at(traf);
  std::optional<Shown> shown;
  each_box(traf, [&](std::string_view name, std::string_view payload) {
    if (name != "trun") return;
    Run(payload, duration).add_to(shown, decoded);
    decoded = std::min(decoded, static_cast<std::int64_t>(kLatest));
  });
  return shown;
}

}  // namespace magnetar::media::mp4
