#include "media/letter_score.h"

#include <algorithm>
#include <array>
#include <string>

#include "media/character_reference.h"
#include "media/common_words.h"

namespace magnetar::media {
namespace {

// A known word outweighs several that only look like words; an impossible character costs more than one.
constexpr double kKnown = 4;
constexpr double kPlain = 1;
constexpr double kShouted = 0.7;
constexpr double kRare = 0.5;
constexpr double kSeldom = 0.3;
constexpr double kThai = 1.5;
constexpr double kWrong = -2;
constexpr double kNever = -4;

enum class Script { none, latin, greek, cyrillic, hebrew, arabic, thai, hangul, kana, han };

struct Range {
  char32_t first;
  char32_t last;
  Script script;
};

constexpr std::array kRanges{Range{'A', 'Z', Script::latin},        Range{'a', 'z', Script::latin},
                             Range{0xC0, 0xD6, Script::latin},      Range{0xD8, 0xF6, Script::latin},
                             Range{0xF8, 0x24F, Script::latin},     Range{0x300, 0x36F, Script::latin},
                             Range{0x386, 0x386, Script::greek},    Range{0x388, 0x3FF, Script::greek},
                             Range{0x400, 0x52F, Script::cyrillic}, Range{0x591, 0x5F4, Script::hebrew},
                             Range{0x621, 0x65F, Script::arabic},   Range{0x670, 0x6D3, Script::arabic},
                             Range{0xE01, 0xE3A, Script::thai},     Range{0xE40, 0xE4E, Script::thai},
                             Range{0x1E00, 0x1EFF, Script::latin},  Range{0x3041, 0x30FF, Script::kana},
                             Range{0x3400, 0x9FFF, Script::han},    Range{0xAC00, 0xD7A3, Script::hangul},
                             Range{0xF900, 0xFAFF, Script::han}};

Script script_of(char32_t letter) {
  const auto* const range =
      std::ranges::find_if(kRanges, [&](const Range& r) { return letter >= r.first && letter <= r.last; });
  return range == kRanges.end() ? Script::none : range->script;
}

/// Letters from U+0100 to U+017F come in pairs. The order of capital and small letter changes twice.
bool is_upper_of_pair(char32_t letter) {
  const bool odd = letter % 2 == 1;
  const bool turned = (letter >= 0x139 && letter <= 0x148) || (letter >= 0x179 && letter <= 0x17E);
  return letter == 0x178 || (turned ? odd : !odd);
}

bool is_upper(char32_t letter) {
  if (letter < 0x80) return letter >= 'A' && letter <= 'Z';
  if (letter < 0x100) return letter < 0xDF;
  if (letter < 0x180) return is_upper_of_pair(letter);
  if (letter >= 0x386 && letter < 0x3AC) return letter != 0x390;
  return letter >= 0x400 && letter < 0x430;
}

char32_t lower(char32_t letter) {
  if (!is_upper(letter)) return letter;
  if (letter == 0x178) return 0xFF;
  if (letter == 0x386) return 0x3AC;
  if (letter >= 0x388 && letter <= 0x38A) return letter + 37;
  if (letter == 0x38C) return 0x3CC;
  if (letter == 0x38E || letter == 0x38F) return letter + 63;
  if (letter >= 0x100 && letter < 0x180) return letter + 1;
  return letter + (letter >= 0x400 && letter < 0x410 ? 80 : 32);
}

/// Punctuation beyond ASCII that is usual between words.
bool is_usual_sign(char32_t sign) {
  constexpr std::u32string_view kSigns =
      U"\u00A0¡£§©ª«®°´·º»¿½‘’‚“”„†•…‹›€™–—―♪♫。，、！？：；「」『』（）《》【】・～·،؟؛　";
  return kSigns.find(sign) != std::u32string_view::npos;
}

double score_of_sign(char32_t sign) {
  if (sign < 0x80) return 0;
  if (is_usual_sign(sign)) return sign >= 0x3000 ? 2 * kPlain : kPlain;
  const bool never = sign < 0xA0 || sign == 0xFFFD || (sign >= 0xE000 && sign < 0xF900);
  return never ? kNever : kWrong;
}

/// Scripts without blanks: each letter counts by itself, for the two bytes that it takes in a legacy
/// encoding.
bool stands_alone(Script script) {
  return script >= Script::thai;
}

double score_of_letter(char32_t letter, Script script) {
  std::string text;
  append_letter(text, letter);
  const double bytes = script == Script::thai ? 1 : 2;
  if (letter >= 0x3041 && letter <= 0x3096) return bytes * 2;
  if (is_common_letter(text)) return bytes * (script == Script::thai ? kThai : kKnown);
  return bytes * (script == Script::han ? kRare : kPlain);
}

/// Combining marks: accents, and the points of Hebrew and Arabic.
bool needs_letter(char32_t mark) {
  return (mark >= 0x300 && mark <= 0x36F) || (mark >= 0x591 && mark <= 0x5C7) ||
         (mark >= 0x64B && mark <= 0x65F);
}

/// A run of letters and the features that its score needs.
class Word {
 public:
  void push(char32_t letter, Script script) {
    const bool upper = is_upper(letter);
    const bool has_case = script <= Script::cyrillic && script != Script::none;
    if ((upper && has_lower_) || (size_ == 0 && needs_letter(letter))) broken_ = true;
    has_lower_ = has_lower_ || (has_case && !upper);
    capitals_ += upper ? 1 : 0;
    // "OÙ" is in capitals, "Où" begins a sentence; "oÙ" and "OPiÙ" are broken words.
    if (capitals_ > 1 && has_lower_) broken_ = true;
    if (script_ != Script::none && script != script_) mixed_ = true;
    script_ = script;
    // In Windows-1258 a Vietnamese letter with a tone takes two bytes.
    const bool toned = letter >= 0x1EA0 && letter <= 0x1EF9;
    beyond_ += toned ? 2 : letter >= 0x80 ? 1 : 0;
    rare_ += lower(letter) == U'þ' || lower(letter) == U'ð' ? 1 : 0;
    ++size_;
    append_letter(text_, lower(letter));
  }

  void join(char32_t sign) { append_letter(text_, sign); }

  [[nodiscard]] bool empty() const { return size_ == 0; }

  [[nodiscard]] double score() const {
    if (beyond_ == 0) return 0;
    const auto weight = static_cast<double>(beyond_);
    if (mixed_ || broken_) return weight * kWrong;
    if (is_common()) return weight * kKnown;
    // Languages with Latin letters write most of them in ASCII.
    if (script_ == Script::latin && (beyond_ * 2 > size_ + 2 || (beyond_ == size_ && size_ > 1)))
      return weight * kWrong;
    // þ and ð are usual in Icelandic only. Windows-1252 has them at the bytes of Turkish letters.
    const double rare = static_cast<double>(rare_) * (kPlain - kSeldom);
    return weight * (capitals_ > 1 ? kShouted : kPlain) - rare;
  }

 private:
  /// "d’être" and "vous-même" are known by their last part.
  [[nodiscard]] bool is_common() const {
    if (is_common_word(text_)) return true;
    const auto hyphen = text_.rfind('-');
    const auto quote = text_.rfind("\xE2\x80\x99");
    const auto plain = text_.rfind('\'');
    const std::string_view text = text_;
    return (hyphen != std::string::npos && is_common_word(text.substr(hyphen + 1))) ||
           (quote != std::string::npos && is_common_word(text.substr(quote + 3))) ||
           (plain != std::string::npos && is_common_word(text.substr(plain + 1)));
  }

  std::string text_;
  Script script_ = Script::none;
  std::size_t size_ = 0;
  std::size_t beyond_ = 0;
  std::size_t capitals_ = 0;
  std::size_t rare_ = 0;
  bool has_lower_ = false;
  bool mixed_ = false;
  bool broken_ = false;
};

/// Takes a character off the front of valid UTF-8.
char32_t take_letter(std::string_view& text) {
  const auto first = static_cast<unsigned char>(text[0]);
  const std::size_t size = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
  char32_t letter = size == 1 ? first : first & (0xFFU >> (size + 1));
  for (std::size_t n = 1; n < size && n < text.size(); ++n)
    letter = (letter << 6U) | (static_cast<unsigned char>(text[n]) & 0x3FU);
  text.remove_prefix(std::min(size, text.size()));
  return letter;
}

/// A vowel or tone mark that needs a letter before it.
bool is_thai_mark(char32_t letter) {
  return letter == 0xE31 || (letter >= 0xE33 && letter <= 0xE3A) || (letter >= 0xE47 && letter <= 0xE4E);
}

bool joins(char32_t sign) {
  return sign == '\'' || sign == '-' || sign == 0x2019;
}

class Scorer {
 public:
  void push(char32_t letter, bool followed) {
    const auto script = script_of(letter);
    if (script != Script::none && !stands_alone(script)) return word_.push(letter, script);
    if (joins(letter) && followed && !word_.empty()) {
      word_.join(letter);
      total_ += score_of_sign(letter);
      return;
    }
    end_word();
    const bool loose = is_thai_mark(letter) && before_ != Script::thai;
    before_ = script;
    if (loose) {
      total_ += kNever;
    } else {
      total_ += stands_alone(script) ? score_of_letter(letter, script) : score_of_sign(letter);
    }
  }

  double finish() {
    end_word();
    return total_;
  }

 private:
  void end_word() {
    total_ += word_.score();
    word_ = {};
  }

  Word word_;
  Script before_ = Script::none;
  double total_ = 0;
};

}  // namespace

double letter_score(std::string_view text) {
  Scorer scorer;
  while (!text.empty()) {
    const auto letter = take_letter(text);
    auto ahead = text;
    const bool followed = !ahead.empty() && script_of(take_letter(ahead)) != Script::none;
    scorer.push(letter, followed);
  }
  return scorer.finish();
}

}  // namespace magnetar::media
