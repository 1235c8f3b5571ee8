#pragma once
// In which form a film's own subtitles go to the page beside the picture. Pure.

#include <optional>
#include <string_view>

#include "media/probe.h"

namespace magnetar::media {

enum class SubtitleForm {
  vtt,  ///< lines of text: WebVTT
  ass,  ///< a script with styles: its head, then its lines as they come
  sup,  ///< pictures of text: the segments of a Blu-ray's presentation graphics, each with its time
  dvb,  ///< pictures of text: television's subtitles in an MPEG transport stream
};

/// Nothing for a track that no page can show.
[[nodiscard]] std::optional<SubtitleForm> form_of(const SubtitleTrack& track);

/// Names on the wire.
[[nodiscard]] std::string_view name(SubtitleForm form);

/// What an HTTP answer calls it.
[[nodiscard]] std::string_view content_type(SubtitleForm form);

}  // namespace magnetar::media
