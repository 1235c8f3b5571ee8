// Subtitle files of any format and encoding: cues keep their limits, are in order, and hold nothing but
// WebVTT cue text. An input is a file behind one byte that chooses the encoding and the frame rate.

#include <algorithm>
#include <array>
#include <cmath>

#include "fuzz/check.h"
#include "fuzz/utf8.h"
#include "media/encoding_guess.h"
#include "media/subtitle_reader.h"
#include "media/subtitle_text.h"

namespace magnetar::fuzz {
namespace {

constexpr std::size_t kLargest = std::size_t{64} * 1024;
constexpr std::array<std::string_view, 8> kEncodings{"",          "",    "UTF-8", "UTF-16LE",
                                                     "Shift_JIS", "GBK", "UTF-7", "no encoding//IGNORE"};
constexpr std::array<std::string_view, 6> kTags{"<i>", "</i>", "<b>", "</b>", "<u>", "</u>"};
constexpr std::array<std::string_view, 3> kReferences{"&lt;", "&gt;", "&amp;"};

template <std::size_t n>
std::size_t length_of_one(std::string_view text, const std::array<std::string_view, n>& words) {
  const auto found =
      std::ranges::find_if(words, [text](std::string_view word) { return text.starts_with(word); });
  return found == words.end() ? 0 : found->size();
}

/// A text that was cut off at the limit may end in the middle of a tag.
bool is_cut(std::string_view rest, std::size_t size) {
  return size + 8 > media::kMostCueText && rest.size() < 8;
}

void check_text(std::string_view text) {
  require(!text.empty() && text.size() <= media::kMostCueText, "a cue has some text, and not too much");
  require(is_valid_utf8(text), "a cue is UTF-8");
  const auto size = text.size();
  while (!text.empty()) {
    std::size_t step = 1;
    if (text.front() == '<') step = length_of_one(text, kTags);
    if (text.front() == '&') step = length_of_one(text, kReferences);
    if (step == 0 && is_cut(text, size)) return;
    require(step != 0, "a cue has no other tags and references");
    const char letter = text.front();
    require(letter != '>' || step > 1, "what is no tag is escaped");
    require(letter < 0 || letter >= 0x20 || letter == '\n', "a cue has no control characters");
    text.remove_prefix(step);
  }
}

void check_cues(const std::vector<media::Cue>& cues) {
  require(cues.size() <= media::kMostCues, "cues are not too many");
  double last = -1e9;
  for (const auto& cue : cues) {
    require(std::isfinite(cue.start) && std::isfinite(cue.end), "a time is a number");
    require(cue.start <= cue.end && cue.start >= last, "cues are in order");
    last = cue.start;
    check_text(cue.text);
  }
}

void check_decoded(const media::SubtitleText& decoded) {
  require(is_valid_utf8(decoded.text), "what was decoded is UTF-8");
  require(!decoded.text.starts_with("\xEF\xBB\xBF"), "a byte order mark is left out");
  require(!decoded.encoding.empty(), "an encoding has a name");
}

}  // namespace
}  // namespace magnetar::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace magnetar::fuzz;
  namespace media = magnetar::media;
  if (size > kLargest) return 0;
  Input input(data, size);
  const auto choice = input.byte();
  const double fps = choice & 0x80U ? 25 : 0;
  const auto decoded = media::decode_subtitles(input.rest(), kEncodings[choice % kEncodings.size()]);
  if (decoded) {
    check_decoded(decoded.value());
    check_cues(media::read_subtitles(decoded.value().text, fps));
  }
  if (is_valid_utf8(input.rest())) check_cues(media::read_subtitles(input.rest(), fps));
  return 0;
}
