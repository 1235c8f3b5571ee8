#include "media/character_reference.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <optional>

namespace magnetar::media {
namespace {

constexpr std::size_t kLongest = 12;
constexpr char32_t kReplacement = 0xFFFD;

// Names of U+00A0 to U+00FF, in order.
constexpr std::array<std::string_view, 96> kLatin{
    "nbsp",   "iexcl",  "cent",   "pound",  "curren", "yen",    "brvbar", "sect",   "uml",    "copy",
    "ordf",   "laquo",  "not",    "shy",    "reg",    "macr",   "deg",    "plusmn", "sup2",   "sup3",
    "acute",  "micro",  "para",   "middot", "cedil",  "sup1",   "ordm",   "raquo",  "frac14", "frac12",
    "frac34", "iquest", "Agrave", "Aacute", "Acirc",  "Atilde", "Auml",   "Aring",  "AElig",  "Ccedil",
    "Egrave", "Eacute", "Ecirc",  "Euml",   "Igrave", "Iacute", "Icirc",  "Iuml",   "ETH",    "Ntilde",
    "Ograve", "Oacute", "Ocirc",  "Otilde", "Ouml",   "times",  "Oslash", "Ugrave", "Uacute", "Ucirc",
    "Uuml",   "Yacute", "THORN",  "szlig",  "agrave", "aacute", "acirc",  "atilde", "auml",   "aring",
    "aelig",  "ccedil", "egrave", "eacute", "ecirc",  "euml",   "igrave", "iacute", "icirc",  "iuml",
    "eth",    "ntilde", "ograve", "oacute", "ocirc",  "otilde", "ouml",   "divide", "oslash", "ugrave",
    "uacute", "ucirc",  "uuml",   "yacute", "thorn",  "yuml"};

struct Named {
  std::string_view name;
  char32_t letter;
};

constexpr std::array kOthers{
    Named{"amp", '&'},       Named{"lt", '<'},        Named{"gt", '>'},        Named{"quot", '"'},
    Named{"apos", '\''},     Named{"hellip", 0x2026}, Named{"mdash", 0x2014},  Named{"ndash", 0x2013},
    Named{"lsquo", 0x2018},  Named{"rsquo", 0x2019},  Named{"ldquo", 0x201C},  Named{"rdquo", 0x201D},
    Named{"sbquo", 0x201A},  Named{"bdquo", 0x201E},  Named{"lsaquo", 0x2039}, Named{"rsaquo", 0x203A},
    Named{"bull", 0x2022},   Named{"euro", 0x20AC},   Named{"trade", 0x2122},  Named{"lrm", 0x200E},
    Named{"rlm", 0x200F},    Named{"zwj", 0x200D},    Named{"zwnj", 0x200C},   Named{"ensp", 0x2002},
    Named{"emsp", 0x2003},   Named{"thinsp", 0x2009}, Named{"OElig", 0x152},   Named{"oelig", 0x153},
    Named{"Scaron", 0x160},  Named{"scaron", 0x161},  Named{"Yuml", 0x178},    Named{"dagger", 0x2020},
    Named{"permil", 0x2030}, Named{"hearts", 0x2665}, Named{"minus", 0x2212},  Named{"sung", 0x266A},
    Named{"Zcaron", 0x17D},  Named{"zcaron", 0x17E},  Named{"Ccaron", 0x10C},  Named{"ccaron", 0x10D}};

// Code points of Windows-1252 from 128 on; 0: unassigned.
constexpr std::array<char16_t, 32> kWindows{0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
                                            0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0,      0x017D, 0,
                                            0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
                                            0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178};

std::optional<char32_t> numbered(std::string_view digits) {
  const int base = digits.starts_with('x') || digits.starts_with('X') ? 16 : 10;
  if (base == 16) digits.remove_prefix(1);
  std::uint32_t number = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number, base);
  if (error != std::errc{} || end != digits.data() + digits.size()) return std::nullopt;
  if (number >= 128 && number < 160 && kWindows.at(number - 128) != 0) return kWindows.at(number - 128);
  return number;
}

std::optional<char32_t> named(std::string_view name) {
  const auto* const latin = std::ranges::find(kLatin, name);
  if (latin != kLatin.end()) return 0xA0 + static_cast<char32_t>(latin - kLatin.begin());
  const auto* const other = std::ranges::find(kOthers, name, &Named::name);
  return other == kOthers.end() ? std::nullopt : std::optional(other->letter);
}

}  // namespace

void append_letter(std::string& text, char32_t letter) {
  if (letter == 0 || letter > 0x10FFFF || (letter >= 0xD800 && letter < 0xE000)) letter = kReplacement;
  const auto tail = [&](unsigned shift) {
    text += static_cast<char>(0x80U | ((static_cast<std::uint32_t>(letter) >> shift) & 0x3FU));
  };
  if (letter < 0x80) {
    text += static_cast<char>(letter);
  } else if (letter < 0x800) {
    text += static_cast<char>(0xC0U | (letter >> 6U));
    tail(0);
  } else if (letter < 0x10000) {
    text += static_cast<char>(0xE0U | (letter >> 12U));
    for (const unsigned shift : {6U, 0U}) tail(shift);
  } else {
    text += static_cast<char>(0xF0U | (letter >> 18U));
    for (const unsigned shift : {12U, 6U, 0U}) tail(shift);
  }
}

CharacterReference character_reference(std::string_view text) {
  if (!text.starts_with('&')) return {};
  const auto end = text.substr(0, kLongest).find(';');
  if (end == std::string_view::npos || end < 2) return {};
  const auto name = text.substr(1, end - 1);
  const auto letter = name[0] == '#' ? numbered(name.substr(1)) : named(name);
  if (!letter) return {};
  CharacterReference reference{end + 1, {}};
  append_letter(reference.letters, *letter);
  return reference;
}

}  // namespace magnetar::media
