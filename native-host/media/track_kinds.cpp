#include "media/track_kinds.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <string>

#include "base/text.h"

namespace magnetar::media {
namespace {

constexpr std::array kImageCodecs{"mjpeg", "mjpegb", "jpegls", "jpeg2000", "png",   "apng", "bmp",
                                  "gif",   "tiff",   "webp",   "ppm",      "targa", "pcx"};

constexpr std::array kDescriptions{"audio description",
                                   "audiodescription",
                                   "audio descriptive",
                                   "audiodescripci",
                                   "audiodescri\xC3\xA7",
                                   "audiodeskription",
                                   "audio-description",
                                   "descriptive",
                                   "described video",
                                   "visually impaired",
                                   "h\xC3\xB6rfilm",
                                   "(ad)",
                                   "[ad]"};
constexpr std::array kCommentary{"commentary",
                                 "commentaire",
                                 "comentario",
                                 "coment\xC3\xA1rio",
                                 "kommentar",
                                 "commento",
                                 "commentator",
                                 "\xD0\xBA\xD0\xBE\xD0\xBC\xD0\xBC\xD0\xB5\xD0\xBD\xD1\x82\xD0\xB0\xD1\x80",
                                 "\xE3\x82\xB3\xE3\x83\xA1\xE3\x83\xB3\xE3\x82\xBF\xE3\x83\xAA"};

template <class Words>
bool names_one_of(std::string_view title, const Words& words) {
  return std::any_of(words.begin(), words.end(),
                     [&](std::string_view word) { return title.find(word) != std::string_view::npos; });
}

}  // namespace

bool is_image_codec(std::string_view codec) {
  return std::find(kImageCodecs.begin(), kImageCodecs.end(), codec) != kImageCodecs.end();
}

AudioKind kind_by_title(std::string_view title) {
  const std::string small = base::lower(title);
  if (names_one_of(small, kDescriptions)) return AudioKind::descriptions;
  return names_one_of(small, kCommentary) ? AudioKind::commentary : AudioKind::main;
}

}  // namespace magnetar::media
