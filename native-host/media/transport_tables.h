#pragma once
// What the tables of a transport stream say of its programme (ISO/IEC 13818-1, ETSI EN 300 468). Pure.

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace magnetar::media {

/// The streams of a programme, in their order.
struct Programme {
  int clock_pid = -1;   ///< the packets that carry its clock
  std::string picture;  ///< ffmpeg's name of the codec; empty: unknown or none
  std::vector<std::string> sounds;
  int subtitles = 0;
};

/// Whether who plays the one cannot play on when the other comes: a picture or a sound is of another codec,
/// or gone. Further sounds do not matter.
[[nodiscard]] bool breaks(const Programme& one, const Programme& next);

/// The packets that describe the first programme, by the table of programmes (PAT). `section` begins with its
/// table's number, as those below.
[[nodiscard]] std::optional<int> programme_pid(std::span<const std::byte> section);

/// By the table of one programme (PMT).
[[nodiscard]] std::optional<Programme> programme_of(std::span<const std::byte> section);

/// Puts the sections of one kind of packet together.
class SectionAssembly {
 public:
  /// `payload` of one packet. Gives a section that is whole now.
  [[nodiscard]] std::optional<std::vector<std::byte>> feed(std::span<const std::byte> payload, bool begins);

 private:
  std::vector<std::byte> section_;
};

}  // namespace magnetar::media
