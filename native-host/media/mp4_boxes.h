#pragma once
// Boxes of MP4 (ISO/IEC 14496-12), and the timestamps of a fragment. Pure.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace magnetar::media::mp4 {

inline constexpr std::size_t kBoxHead = 8;

// Flags of a tfhd: the optional fields it has.
inline constexpr std::uint32_t kBaseDataOffset = 0x01;
inline constexpr std::uint32_t kDescriptionIndex = 0x02;
inline constexpr std::uint32_t kDefaultDuration = 0x08;
inline constexpr std::uint32_t kDefaultSize = 0x10;
inline constexpr std::uint32_t kDefaultFlags = 0x20;
// Flags of a trun; those from kRunDuration on stand for a field in each sample.
inline constexpr std::uint32_t kRunDataOffset = 0x01;
inline constexpr std::uint32_t kRunFirstFlags = 0x04;
inline constexpr std::uint32_t kRunDuration = 0x100;
inline constexpr std::uint32_t kRunSize = 0x200;
inline constexpr std::uint32_t kRunFlags = 0x400;
inline constexpr std::uint32_t kRunOffset = 0x800;  // sample_composition_time_offset

/// A big-endian number. Bytes beyond the end count as zeros.
[[nodiscard]] std::uint64_t number(std::string_view bytes, std::size_t at, std::size_t count);
[[nodiscard]] std::uint32_t word(std::string_view bytes, std::size_t at);

/// Calls visit(name, payload) for each complete box in the bytes.
template <class Visitor>
void each_box(std::string_view bytes, Visitor visit) {
  while (bytes.size() >= kBoxHead) {
    const auto size = word(bytes, 0);
    if (size < kBoxHead || size > bytes.size()) return;
    visit(bytes.substr(4, 4), bytes.substr(kBoxHead, size - kBoxHead));
    bytes.remove_prefix(size);
  }
}

/// The payload of the first box with this name; empty when there is none.
[[nodiscard]] std::string_view find_box(std::string_view bytes, std::string_view wanted);

struct Track {
  std::uint32_t id = 0;
  std::uint32_t timescale = 0;  ///< units per second
  bool picture = false;
};

/// Reads the payload of a trak.
[[nodiscard]] Track track_of(std::string_view trak);

/// Upper limit of all times, whatever a box says: 36,000 years in microseconds.
inline constexpr std::uint64_t kLatest = std::uint64_t{1} << 60;

/// Decoding time of a fragment's first sample, in the track's units. `traf` is the payload of a traf.
[[nodiscard]] std::int64_t decoded_at(std::string_view traf);

/// Presentation times of a fragment, in the track's units: start of its first sample, end of its last one.
struct Shown {
  std::int64_t begin = 0;
  std::int64_t end = 0;
};

/// The presentation times of a traf's payload; no value without samples.
[[nodiscard]] std::optional<Shown> shown_of(std::string_view traf);

}  // namespace magnetar::media::mp4
