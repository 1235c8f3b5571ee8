#include "engine/plain_text.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <utility>

#include "engine/info_hash_text.h"
#include "engine/text.h"

namespace magnetar::engine {
namespace {

constexpr std::string_view kJoiners[] = {"\xE2\x80\x8C", "\xE2\x80\x8D"};
constexpr std::string_view kOtherMarks[] = {"\u201C", "\u201D", "\u00AB", "\u00BB"};
constexpr std::string_view kMarks = " \n\"'`<>()[]{}";

bool is_line_end(std::uint32_t c) {
  return c == '\n' || c == 0x0b || c == 0x0c || c == '\r' || c == 0x85 || c == 0x2028 || c == 0x2029;
}

bool is_other_space(std::uint32_t c) {
  return c == '\t' || c == 0xa0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200a) || c == 0x202f ||
         c == 0x205f || c == 0x3000;
}

void replace_all(std::string& text, std::string_view what, std::string_view by) {
  for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + by.size()))
    text.replace(at, what.size(), by);
}

/// The length of a character reference to this character at the beginning of a text, 0 for none. `name` is
/// "amp", `decimal` is "38", `hexadecimal` is "26".
std::size_t reference_length(std::string_view text, std::string_view name, std::string_view decimal,
                             std::string_view hexadecimal) {
  if (!text.starts_with('&')) return 0;
  const auto end = text.substr(0, 12).find(';');
  if (end == std::string_view::npos) return 0;
  std::string inner = lower(text.substr(1, end - 1));
  if (inner == name) return end + 1;
  if (!inner.starts_with('#')) return 0;
  const bool hex = inner.size() > 1 && inner[1] == 'x';
  inner.erase(0, hex ? 2 : 1);
  inner.erase(0, std::min(inner.find_first_not_of('0'), inner.size()));
  return inner == (hex ? hexadecimal : decimal) ? end + 1 : 0;
}

}  // namespace

std::string plain_text(std::string_view text) {
  std::string plain;
  while (!text.empty()) {
    const CodePoint point = first_code_point(text);
    std::size_t length = point.length;
    if (point.valid && is_line_end(point.value)) {
      if (text.starts_with("\r\n")) length = 2;
      plain += '\n';
    } else if (point.valid && is_other_space(point.value)) {
      plain += ' ';
    } else if (!point.valid || !is_hidden(point.value)) {
      plain.append(text.substr(0, length));
    }
    text.remove_prefix(length);
  }
  return plain;
}

std::string plain_value(std::string_view text) {
  std::string plain = plain_text(text);
  for (const std::string_view joiner : kJoiners) replace_all(plain, joiner, "");
  std::erase(plain, '\n');
  plain.erase(plain.find_last_not_of(' ') + 1);
  plain.erase(0, std::min(plain.find_first_not_of(' '), plain.size()));
  return plain;
}

std::string percent_decode(std::string_view text) {
  std::string result;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = text[i] == '%' && i + 2 < text.size() ? from_hex(text.substr(i + 1, 2)) : std::nullopt;
    if (byte && byte->size() == 1) {
      result += *byte;
      i += 2;
    } else {
      result += text[i];
    }
  }
  return result;
}

bool starts_with_any_case(std::string_view text, std::string_view prefix) {
  return lower(text.substr(0, prefix.size())) == prefix;
}

std::string without_references(std::string_view text) {
  std::string plain;
  while (!text.empty()) {
    std::size_t length = reference_length(text, "amp", "38", "26");
    if (length > 0) {
      plain += '&';
      while (starts_with_any_case(text.substr(length), "amp;")) length += 4;
    } else if (length = reference_length(text, "apos", "39", "27"); length > 0) {
      plain += "%27";
    } else if (length = reference_length(text, "quot", "34", "22"); length > 0) {
      plain += "%22";
    } else {
      plain += text.front();
      length = 1;
    }
    text.remove_prefix(length);
  }
  return plain;
}

std::string without_marks_around(std::string_view text) {
  std::string plain = plain_text(text);
  for (const std::string_view joiner : kJoiners) replace_all(plain, joiner, "");
  for (const std::string_view mark : kOtherMarks) replace_all(plain, mark, "\"");
  plain.erase(plain.find_last_not_of(kMarks) + 1);
  plain.erase(0, std::min(plain.find_first_not_of(kMarks), plain.size()));
  return plain;
}

std::vector<std::string> words(std::string_view text) {
  constexpr std::string_view kBetween = " \n\"'`<>()[]{},;";
  std::string plain = plain_text(text);
  for (const std::string_view mark : kOtherMarks) replace_all(plain, mark, " ");
  std::vector<std::string> result;
  std::size_t at = 0;
  while ((at = plain.find_first_not_of(kBetween, at)) != std::string::npos) {
    const auto end = std::min(plain.find_first_of(kBetween, at), plain.size());
    std::string word = plain.substr(at, end - at);
    word.erase(word.find_last_not_of(".:!?") + 1);
    if (!word.empty()) result.push_back(std::move(word));
    at = end;
  }
  return result;
}

}  // namespace magnetar::engine
