#pragma once
// Kind of a video or audio track, from its codec and its title. Pure.

#include <string_view>

#include "media/probe.h"

namespace magnetar::media {

/// Codecs of still pictures, mostly covers and slides.
[[nodiscard]] bool is_image_codec(std::string_view codec);

/// From words in the title, in the languages of most releases; `main` without such a word.
[[nodiscard]] AudioKind kind_by_title(std::string_view title);

}  // namespace magnetar::media
