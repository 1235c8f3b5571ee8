#pragma once
// Walks through text with tags in angle brackets, as lenient as SAMI and TTML files need. Pure.

#include <string>
#include <string_view>

namespace magnetar::media {

/// A step through the markup: the text before a tag, and the tag without its brackets ("" behind the last
/// one).
struct MarkupStep {
  std::string_view text;
  std::string_view tag;
};

inline constexpr std::size_t kMostCueMarkup = std::size_t{32} << 10;  ///< bytes of one cue's markup

/// Takes the next step off the front. Comments are left out.
[[nodiscard]] MarkupStep take_step(std::string_view& markup);

/// The tag's name in lower case, without "/" and namespace: "p" of "/tt:P begin=…".
[[nodiscard]] std::string tag_name(std::string_view tag);

/// The value of an attribute, in any namespace and case, quoted or not; "" when there is none.
[[nodiscard]] std::string_view attribute(std::string_view tag, std::string_view name);

/// The place of `wanted`, which is in lower case, in `text` of any case.
[[nodiscard]] std::size_t find_word(std::string_view text, std::string_view wanted, std::size_t from = 0);

/// Appends text as HTML shows it: a run of blanks and line ends becomes one blank, and none follows "<br>".
/// The result stays within kMostCueMarkup.
void append_collapsed(std::string& all, std::string_view text);

}  // namespace magnetar::media
