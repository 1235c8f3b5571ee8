#pragma once
// What kind of picture or sound a track is, by its codec and its title. Pure.

#include <string_view>

#include "media/probe.h"

namespace magnetar::media {

/// Codecs of single pictures, in which films are rare: covers and slides mostly.
[[nodiscard]] bool is_image_codec(std::string_view codec);

/// By words in the title, in the languages of most releases; `main` when it says nothing.
[[nodiscard]] AudioKind kind_by_title(std::string_view title);

}  // namespace magnetar::media
