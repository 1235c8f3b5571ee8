#include "media/shown_span.h"

#include <cmath>
#include <cstddef>

#include "media/transport_scan.h"

namespace magnetar::media {
namespace {

constexpr double kBeginning = 1;
// A decoder buffers about a second; a time further from the clock is damaged.
constexpr double kMostAway = 10;
// Longest duration of a frame or an audio packet, in seconds; streams with larger gaps are neither.
constexpr double kLongestUnit = 0.25;

/// Stream ids of video, audio, and private streams with AC-3 and DTS (ISO/IEC 13818-1, 2.4.3.7).
bool holds_film(int id) {
  return (id >= 0xC0 && id <= 0xEF) || id == 0xBD || id == 0xFD;
}

}  // namespace

std::optional<double> shown_at(std::span<const std::byte> unit) {
  const auto byte = [&](std::size_t at) { return std::to_integer<std::uint64_t>(unit[at]); };
  if (unit.size() < 14 || byte(0) != 0 || byte(1) != 0 || byte(2) != 1) return std::nullopt;
  if (!holds_film(static_cast<int>(byte(3))) || (byte(7) & 0x80U) == 0) return std::nullopt;
  const auto time =
      (byte(9) >> 1U & 7U) << 30U | byte(10) << 22U | byte(11) >> 1U << 15U | byte(12) << 7U | byte(13) >> 1U;
  return static_cast<double>(time) / 90000;
}

void ShownSpan::take(int pid, double time, double clock) {
  if (std::abs(passed(clock, time)) > kMostAway) return;
  if (!first_clock_) first_clock_ = clock;
  const bool early = passed(*first_clock_, clock) < kBeginning;
  if (early && (!begin_ || passed(*begin_, time) < 0)) begin_ = time;
  auto& track = tracks_.try_emplace(pid, Track{time, 0}).first->second;
  const auto gap = std::abs(passed(track.last, time));
  if (gap > 0 && gap <= kLongestUnit && (track.length == 0 || gap < track.length)) track.length = gap;
  if (passed(track.last, time) > 0) track.last = time;
}

std::optional<double> ShownSpan::end() const {
  std::optional<double> end;
  for (const auto& [pid, track] : tracks_) {
    const auto shown = track.last + track.length;
    if (!end || passed(*end, shown) > 0) end = shown;
  }
  return end;
}

}  // namespace magnetar::media
