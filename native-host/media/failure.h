#pragma once
// What it means that ffmpeg or ffprobe ended, judged by its exit code and last words. Pure.

#include <optional>
#include <string_view>

#include "base/error.h"
#include "media/child.h"

namespace magnetar::media {

/// Nothing when it did what it should. media_unreadable: the film is at fault; io_error: its bytes did not
/// come (ffmpeg takes that for the end of the film and exits with 0). The message is ffmpeg's last line
/// without the film's address, which holds the endpoint's token.
[[nodiscard]] std::optional<base::Error> failure_of(const ChildEnd& end, std::string_view url);

}  // namespace magnetar::media
