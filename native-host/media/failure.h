#pragma once
// Turns the exit code and last words of ffmpeg or ffprobe into an error. Pure.

#include <optional>
#include <string_view>

#include "base/error.h"
#include "media/child.h"

namespace magnetar::media {

/// No value on success. media_unreadable: the film is damaged; io_error: its bytes did not come (ffmpeg takes
/// that for the end of the film and exits with 0). The message is ffmpeg's last line without the film's URL,
/// which holds the endpoint's token.
[[nodiscard]] std::optional<base::Error> failure_of(const ChildEnd& end, std::string_view url);

}  // namespace magnetar::media
