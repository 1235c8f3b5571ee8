#pragma once
// Reads the programme from the tables of a transport stream (ISO/IEC 13818-1, ETSI EN 300 468). Pure.

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace magnetar::media {

/// The streams of a programme, in table order.
struct Programme {
  int clock_pid = -1;   ///< PID of the packets with the PCR
  std::string picture;  ///< ffmpeg's name of the codec; empty: unknown or none
  std::vector<std::string> sounds;
  int subtitles = 0;
};

/// Whether a player of `one` cannot play on with `next`: its video or one of its audio streams has another
/// codec or is missing. Additional audio streams do not matter.
[[nodiscard]] bool breaks(const Programme& one, const Programme& next);

/// The PID of the first programme's PMT, from a section of the PAT. `section` begins with its table id, as
/// does that of programme_of().
[[nodiscard]] std::optional<int> programme_pid(std::span<const std::byte> section);

/// Reads a section of a PMT.
[[nodiscard]] std::optional<Programme> programme_of(std::span<const std::byte> section);

/// Assembles the sections of one PID.
class SectionAssembly {
 public:
  /// `payload` of one packet. Returns a section when it becomes complete.
  [[nodiscard]] std::optional<std::vector<std::byte>> feed(std::span<const std::byte> payload, bool begins);

 private:
  std::vector<std::byte> section_;
};

}  // namespace magnetar::media
