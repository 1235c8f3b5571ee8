#pragma once
// Formats numbers with units, and makes text safe for a terminal.

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

namespace magnetar::app::cli {

/// Formats bytes with powers of 1000: "0 B", "999 B", "1.5 kB", "2.1 GB".
[[nodiscard]] std::string format_bytes(std::int64_t bytes);
/// Formats a rate: "2.1 MB/s".
[[nodiscard]] std::string format_rate(std::int64_t bytes_per_second);
/// Formats 0…1 as "62 %"; below 1 never "100 %".
[[nodiscard]] std::string format_percent(double part);
/// Formats a duration: "45 s", "3 min 20 s", "2 h 5 min", "3 d 4 h".
[[nodiscard]] std::string format_duration(std::chrono::seconds duration);

/// Replaces control characters (also escape sequences of the terminal) and bidirectional marks by '?',
/// because names come from strangers.
[[nodiscard]] std::string printable(std::string_view text);

/// Cuts text to at most `columns` characters and marks the cut by "…"; each character counts as one column.
[[nodiscard]] std::string shorten(std::string_view text, std::size_t columns);

}  // namespace magnetar::app::cli
