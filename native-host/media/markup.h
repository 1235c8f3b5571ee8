#pragma once
// Walks through text with tags in angle brackets, as careless as its writers: SAMI, TTML. Pure.

#include <string>
#include <string_view>

namespace magnetar::media {

/// A piece of marked text: what stands before a tag, and the tag without its brackets ("" behind the last
/// one).
struct MarkupStep {
  std::string_view text;
  std::string_view tag;
};

inline constexpr std::size_t kMostCueMarkup = std::size_t{32} << 10;  ///< bytes of one cue's markup

/// Takes the next piece off the front. Comments are left out.
[[nodiscard]] MarkupStep take_step(std::string_view& markup);

/// In lower case, without "/" and a namespace: "p" of "/tt:P begin=…".
[[nodiscard]] std::string tag_name(std::string_view tag);

/// The value of an attribute, whatever its namespace and case, in quotes or not; "" when there is none.
[[nodiscard]] std::string_view attribute(std::string_view tag, std::string_view name);

/// Where `wanted`, in lower case, stands in `text`, whatever the case there.
[[nodiscard]] std::size_t find_word(std::string_view text, std::string_view wanted, std::size_t from = 0);

/// Appends text as HTML shows it: blanks and line ends in a row are one blank, and none after "<br>". No more
/// than kMostCueMarkup.
void append_collapsed(std::string& all, std::string_view text);

}  // namespace magnetar::media
