#pragma once
// One line per event on standard error: time, level, room, text. Standard output carries frames, so nothing
// is logged there.

#include <string_view>

namespace magnetar::base {

enum class LogLevel { debug, info, warning, error };

/// Drops lines below `level`. The default is info.
void set_log_level(LogLevel level);

/// Writes one line; control characters in `text` are replaced. Any thread. `room` is a literal such as
/// "engine".
void log(LogLevel level, std::string_view room, std::string_view text);

}  // namespace magnetar::base
