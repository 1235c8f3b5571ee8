#pragma once
// Boxes of MP4 (ISO/IEC 14496-12), and the times in those of a fragment. Pure.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace magnetar::media::mp4 {

inline constexpr std::size_t kBoxHead = 8;

// What fields a tfhd has.
inline constexpr std::uint32_t kBaseDataOffset = 0x01;
inline constexpr std::uint32_t kDescriptionIndex = 0x02;
inline constexpr std::uint32_t kDefaultDuration = 0x08;
inline constexpr std::uint32_t kDefaultSize = 0x10;
inline constexpr std::uint32_t kDefaultFlags = 0x20;
// And a trun; those from kRunDuration on each of its samples.
inline constexpr std::uint32_t kRunDataOffset = 0x01;
inline constexpr std::uint32_t kRunFirstFlags = 0x04;
inline constexpr std::uint32_t kRunDuration = 0x100;
inline constexpr std::uint32_t kRunSize = 0x200;
inline constexpr std::uint32_t kRunFlags = 0x400;
inline constexpr std::uint32_t kRunOffset = 0x800;  // from decoding to showing

/// Big-endian. Reading beyond the end gives zeros.
[[nodiscard]] std::uint64_t number(std::string_view bytes, std::size_t at, std::size_t count);
[[nodiscard]] std::uint32_t word(std::string_view bytes, std::size_t at);

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
[[nodiscard]] std::string_view find_box(std::string_view bytes, std::string_view wanted);

struct Track {
  std::uint32_t id = 0;
  std::uint32_t timescale = 0;  ///< units of its times in a second
  bool picture = false;
};

/// By the payload of a trak.
[[nodiscard]] Track track_of(std::string_view trak);

/// No time is later, whatever a box says: 36,000 years in units of a microsecond.
inline constexpr std::uint64_t kLatest = std::uint64_t{1} << 60;

/// In the track's units: when the first sample of a fragment is decoded. By the payload of a traf, as below.
[[nodiscard]] std::int64_t decoded_at(std::string_view traf);

/// In the track's units: when the first sample of a fragment is shown, and when the last one has been.
struct Shown {
  std::int64_t begin = 0;
  std::int64_t end = 0;
};

/// Nothing when it has no samples.
[[nodiscard]] std::optional<Shown> shown_of(std::string_view traf);

}  // namespace magnetar::media::mp4
