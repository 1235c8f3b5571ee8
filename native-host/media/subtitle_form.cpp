#include "media/subtitle_form.h"

#include <array>

namespace magnetar::media {

std::optional<SubtitleForm> form_of(const SubtitleTrack& track) {
  if (track.codec == "ass" || track.codec == "ssa") return SubtitleForm::ass;
  if (track.codec == "hdmv_pgs_subtitle") return SubtitleForm::sup;
  // ffmpeg has no muxer for the bitmap subtitles of DVD and XSUB; they are converted to DVB subtitles.
  for (const auto* codec : {"dvb_subtitle", "dvd_subtitle", "xsub"}) {
    if (track.codec == codec) return SubtitleForm::dvb;
  }
  return track.text ? std::optional(SubtitleForm::vtt) : std::nullopt;
}

std::string_view name(SubtitleForm form) {
  constexpr std::array kNames{"vtt", "ass", "sup", "dvb"};
  return kNames.at(static_cast<std::size_t>(form));
}

std::string_view content_type(SubtitleForm form) {
  constexpr std::array kTypes{"text/vtt; charset=utf-8", "text/x-ssa; charset=utf-8",
                              "application/octet-stream", "video/mp2t"};
  return kTypes.at(static_cast<std::size_t>(form));
}

}  // namespace magnetar::media
