#include "media/markup.h"

#include <algorithm>

#include "base/text.h"

namespace magnetar::media {
namespace {

constexpr std::size_t kLongestTag = 2'000;
constexpr std::size_t kLongestName = 32;
constexpr std::string_view kBlank = " \t\r\n";

bool is_name(char letter) {
  letter = base::lower(letter);
  return (letter >= 'a' && letter <= 'z') || (letter >= '0' && letter <= '9') || letter == '_' ||
         letter == '-';
}

std::string_view behind_blank(std::string_view text) {
  const auto first = text.find_first_not_of(kBlank);
  return first == std::string_view::npos ? std::string_view{} : text.substr(first);
}

/// The value in "=value", with blanks allowed around the sign.
std::string_view value_in(std::string_view text) {
  text = behind_blank(text);
  if (!text.starts_with('=')) return {};
  text = behind_blank(text.substr(1));
  if (text.starts_with('"') || text.starts_with('\'')) {
    const auto quote = text[0];
    text.remove_prefix(1);
    return text.substr(0, text.find(quote));
  }
  return text.substr(0, text.find_first_of(" \t\r\n/"));
}

/// Skips a comment at the front; a comment without an end takes the rest.
bool skip_comment(std::string_view& markup) {
  constexpr std::string_view kEnd = "-->";
  if (!markup.starts_with("<!--")) return false;
  const auto end = markup.find(kEnd);
  markup.remove_prefix(end == std::string_view::npos ? markup.size() : end + kEnd.size());
  return true;
}

}  // namespace

std::size_t find_word(std::string_view text, std::string_view wanted, std::size_t from) {
  if (from > text.size()) return std::string_view::npos;
  const auto* const found =
      std::search(text.begin() + static_cast<std::ptrdiff_t>(from), text.end(), wanted.begin(), wanted.end(),
                  [](char a, char b) { return base::lower(a) == b; });
  return found == text.end() ? std::string_view::npos : static_cast<std::size_t>(found - text.begin());
}

MarkupStep take_step(std::string_view& markup) {
  const auto all = markup;
  const auto begin = std::min(markup.find('<'), markup.size());
  const auto text = markup.substr(0, begin);
  markup.remove_prefix(begin);
  if (markup.empty() || skip_comment(markup)) return {text, {}};
  const auto end = markup.substr(0, kLongestTag).find('>');
  const bool tag = end != std::string_view::npos && end > 1 && (is_name(markup[1]) || markup[1] == '/');
  if (!tag) {
    markup.remove_prefix(1);
    return {all.substr(0, begin + 1), {}};
  }
  const auto inside = markup.substr(1, end - 1);
  markup.remove_prefix(end + 1);
  return {text, inside};
}

std::string tag_name(std::string_view tag) {
  if (tag.starts_with('/')) tag.remove_prefix(1);
  std::size_t size = 0;
  while (size < tag.size() && size <= kLongestName && is_name(tag[size])) ++size;
  if (size < tag.size() && tag[size] == ':') return tag_name(tag.substr(size + 1));
  return base::lower(tag.substr(0, size));
}

std::string_view attribute(std::string_view tag, std::string_view name) {
  const std::string wanted = base::lower(name);
  for (auto at = find_word(tag, wanted); at != std::string_view::npos; at = find_word(tag, wanted, at + 1)) {
    const auto rest = tag.substr(at + wanted.size());
    if (at == 0 || is_name(tag[at - 1]) || rest.empty() || is_name(rest[0])) continue;
    if (const auto value = value_in(rest); !value.empty()) return value;
  }
  return {};
}

void append_collapsed(std::string& all, std::string_view text) {
  for (const char letter : text) {
    if (all.size() > kMostCueMarkup) return;
    const bool blank = letter == '\n' || letter == '\r' || letter == '\t' || letter == ' ';
    if (!blank) {
      all += letter;
    } else if (!all.empty() && all.back() != ' ' && !all.ends_with("<br>")) {
      all += ' ';
    }
  }
}

}  // namespace magnetar::media
