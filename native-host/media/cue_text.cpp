#include "media/cue_text.h"

#include <algorithm>
#include <array>
#include <optional>

#include "media/character_reference.h"
#include "media/markup.h"

namespace magnetar::media {
namespace {

// A cue holds at most 2000 bytes of text. Markup above this length is no cue.
constexpr std::size_t kMostMarkup = std::size_t{32} << 10;
constexpr std::size_t kLongestTag = 512;

// Tags of WebVTT, and of HTML as SubRip and SAMI use it. "<Bob>" and "<sighs>" are no tags.
constexpr std::array<std::string_view, 34> kTags{
    "i",    "b",      "u",     "em",    "strong", "s",   "strike", "del", "font",  "span", "c",   "v",
    "lang", "ruby",   "rt",    "p",     "br",     "div", "center", "big", "small", "sub",  "sup", "tt",
    "pre",  "script", "style", "table", "tr",     "td",  "a",      "img", "html",  "body"};

bool is_digit(char letter) {
  return letter >= '0' && letter <= '9';
}

/// "00:01.000": the time at which a word is sung, in WebVTT and LRC.
bool is_moment(std::string_view tag) {
  return !tag.empty() && is_digit(tag[0]) && tag.find(':') != std::string_view::npos &&
         tag.find_first_not_of("0123456789:.") == std::string_view::npos;
}

/// The replacement of a tag in the cue; no value when `tag` is none.
std::optional<std::string_view> replacement_of(std::string_view tag) {
  if (is_moment(tag)) return "";
  const auto name = tag_name(tag);
  if (std::ranges::find(kTags, name) == kTags.end()) return std::nullopt;
  const bool closes = tag.starts_with('/');
  if (name == "br" || (name == "p" && !closes)) return "\n";
  if (name == "i" || name == "em") return closes ? "</i>" : "<i>";
  if (name == "b" || name == "strong") return closes ? "</b>" : "<b>";
  if (name == "u") return closes ? "</u>" : "<u>";
  return "";
}

/// Returns the number of bytes that a tag at the front of `rest` takes; 0 when there is none.
std::size_t take_tag(std::string_view rest, std::string& plain) {
  const auto end = rest.substr(0, kLongestTag).find_first_of(">\n");
  if (end == std::string_view::npos || rest[end] != '>') return 0;
  const auto replacement = replacement_of(rest.substr(1, end - 1));
  if (!replacement) return 0;
  plain += *replacement;
  return end + 1;
}

void append_escaped(char letter, std::string& plain) {
  if (letter == '<') {
    plain += "&lt;";
  } else if (letter == '>') {
    plain += "&gt;";
  } else if (letter == '&') {
    plain += "&amp;";
  } else if (static_cast<unsigned char>(letter) >= 0x20 || letter == '\n') {
    plain += letter;
  } else if (letter == '\t') {
    plain += ' ';
  }
}

/// The character of an escape: a line end or a hard space; 0 for a plain backslash.
char broken(std::string_view rest) {
  if (rest.size() < 2 || rest[0] != '\\') return 0;
  if (rest[1] == 'N' || rest[1] == 'n') return '\n';
  return rest[1] == 'h' ? ' ' : '\0';
}

/// Returns the length of an override block such as "{\an8}" at the front; 0 when there is none.
std::size_t override_size(std::string_view rest) {
  if (!rest.starts_with("{\\")) return 0;
  const auto end = rest.substr(0, kLongestTag).find('}');
  return end == std::string_view::npos ? 0 : end + 1;
}

std::size_t take_reference(std::string_view rest, std::string& plain) {
  const auto reference = character_reference(rest);
  for (const char letter : reference.letters) append_escaped(letter, plain);
  return reference.size;
}

/// Appends the next character of marked-up text and returns the number of bytes it took.
std::size_t take_letter(std::string_view rest, std::string& plain) {
  if (const auto size = override_size(rest)) return size;
  if (const auto size = rest[0] == '<' ? take_tag(rest, plain) : 0) return size;
  if (const auto size = take_reference(rest, plain)) return size;
  // SubViewer's line break.
  if (rest.starts_with("[br]") || rest.starts_with("[BR]")) {
    plain += '\n';
    return 4;
  }
  if (rest.starts_with("\\N") || rest.starts_with("\\h")) {
    plain += broken(rest);
    return 2;
  }
  append_escaped(rest[0], plain);
  return 1;
}

/// Whether text behind these overrides is a drawing; `before` when they have no "\p".
bool draws(std::string_view overrides, bool before) {
  for (std::size_t at = 0; at + 2 < overrides.size(); ++at) {
    if (overrides[at] == '\\' && overrides[at + 1] == 'p' && is_digit(overrides[at + 2]))
      before = overrides[at + 2] != '0';
  }
  return before;
}

}  // namespace

std::string text_of_markup(std::string_view text) {
  std::string plain;
  text = text.substr(0, kMostMarkup);
  while (!text.empty()) text.remove_prefix(take_letter(text, plain));
  return plain;
}

std::string text_of_script(std::string_view text) {
  std::string plain;
  bool drawing = false;
  text = text.substr(0, kMostMarkup);
  for (bool open = true; !text.empty();) {
    const auto end = open && text[0] == '{' ? text.find('}') : std::string_view::npos;
    if (end != std::string_view::npos) {
      drawing = draws(text.substr(0, end), drawing);
      text.remove_prefix(end + 1);
      continue;
    }
    if (text[0] == '{') open = false;  // an override block without an end is text, and so are later ones
    const char broke = broken(text);
    if (!drawing) append_escaped(broke != 0 ? broke : text[0], plain);
    text.remove_prefix(broke != 0 ? 2 : 1);
  }
  return plain;
}

std::string literal_text(std::string_view text) {
  std::string plain;
  for (const char letter : text.substr(0, kMostMarkup)) append_escaped(letter, plain);
  return plain;
}

}  // namespace magnetar::media
