#pragma once
// The form in which a film's own subtitles are sent to the page. Pure.

#include <optional>
#include <string_view>

#include "media/probe.h"

namespace magnetar::media {

enum class SubtitleForm {
  vtt,  ///< WebVTT
  ass,  ///< an ASS script: its header, then its lines as they come
  sup,  ///< bitmap subtitles: PGS segments of Blu-ray, each with its time
  dvb,  ///< bitmap subtitles: DVB subtitles in an MPEG transport stream
};

/// No value for a track that pages cannot show.
[[nodiscard]] std::optional<SubtitleForm> form_of(const SubtitleTrack& track);

/// Names in the protocol.
[[nodiscard]] std::string_view name(SubtitleForm form);

/// The Content-Type of an HTTP answer.
[[nodiscard]] std::string_view content_type(SubtitleForm form);

}  // namespace magnetar::media
