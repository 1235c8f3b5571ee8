#pragma once
// Numbers with units, and text that is safe on a terminal.

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

namespace magnetar::app::cli {

/// "0 B", "999 B", "1.5 kB", "2.1 GB": powers of 1000.
[[nodiscard]] std::string format_bytes(std::int64_t bytes);
/// "2.1 MB/s".
[[nodiscard]] std::string format_rate(std::int64_t bytes_per_second);
/// 0…1 as "62 %"; below 1 never "100 %".
[[nodiscard]] std::string format_percent(double part);
/// "45 s", "3 min 20 s", "2 h 5 min", "3 d 4 h".
[[nodiscard]] std::string format_duration(std::chrono::seconds duration);

/// Names come from strangers: control characters (also the terminal's own sequences) and marks that turn the
/// direction of text become '?'.
[[nodiscard]] std::string printable(std::string_view text);

/// At most `columns` characters, the cut shown by "…"; characters count as one column each.
[[nodiscard]] std::string shorten(std::string_view text, std::size_t columns);

}  // namespace magnetar::app::cli
