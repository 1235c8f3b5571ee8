#include "media/encoding_guess.h"

#include <uchardet/uchardet.h>

#include <algorithm>
#include <array>
#include <memory>

#include "media/encoding_converter.h"
#include "media/latin_words.h"
#include "media/letter_score.h"

namespace magnetar::media {
namespace {

constexpr const char* kUsual = "WINDOWS-1252";

// Another encoding wins when its text scores this much more: a known word and one more sign.
constexpr double kMargin = 2;
// Weight of uchardet's guess in words per byte. uchardet knows more of a language than a few words.
constexpr double kGuessWeight = 0.3;
constexpr double kMostGuessWeight = 40;

// Bytes of text beyond ASCII that are enough to judge.
constexpr std::size_t kMostSample = std::size_t{24} << 10;
constexpr std::size_t kMostGuessed = std::size_t{256} << 10;
constexpr std::size_t kLongestLine = 512;

// ASCII words of a group's languages count for at most as many letters.
constexpr double kMostLettersByWords = 20;
// Penalty for encodings of the 1980s, which most text only seems to be in.
constexpr double kOld = -8;
// Penalty per byte of another alphabet in the middle of Latin text.
constexpr double kStrange = -1.5;

struct Latin {
  const char* encoding;
  LatinGroup group;
  double bonus;
};

// Of two encodings that give the same letters, the first wins.
constexpr std::array kLatin{
    Latin{"WINDOWS-1250", LatinGroup::central, 0}, Latin{"WINDOWS-1254", LatinGroup::turkish, 0},
    Latin{"WINDOWS-1257", LatinGroup::baltic, 0},  Latin{"WINDOWS-1258", LatinGroup::western, 0},
    Latin{"ISO-8859-2", LatinGroup::central, 0},   Latin{"ISO-8859-16", LatinGroup::central, 0},
    Latin{"IBM852", LatinGroup::central, kOld},    Latin{"IBM850", LatinGroup::western, kOld},
    Latin{"MACINTOSH", LatinGroup::western, kOld}};
constexpr std::array kOthers{"WINDOWS-1251", "WINDOWS-1253", "WINDOWS-1255", "WINDOWS-1256", "KOI8-R",
                             "KOI8-U",       "IBM866",       "ISO-8859-5",   "ISO-8859-7",   "WINDOWS-874",
                             "GB18030",      "BIG5",         "BIG5-HKSCS",   "SHIFT_JIS",    "CP932",
                             "EUC-JP",       "EUC-KR",       "CP949"};

struct Mark {
  std::string_view bytes;
  const char* encoding;
};

constexpr std::array kMarks{Mark{"\xEF\xBB\xBF", "UTF-8"}, Mark{{"\xFF\xFE\0\0", 4}, "UTF-32"},
                            Mark{{"\0\0\xFE\xFF", 4}, "UTF-32"}, Mark{"\xFF\xFE", "UTF-16"},
                            Mark{"\xFE\xFF", "UTF-16"}};

bool is_beyond(char letter) {
  return static_cast<unsigned char>(letter) >= 0x80;
}

/// Recognises UTF-16 without a byte order mark: line ends, digits and blanks have a zero byte, always on the
/// same side.
const char* by_zeros(std::string_view bytes) {
  std::array<std::size_t, 2> zeros{};
  for (std::size_t at = 0; at < bytes.size(); ++at) zeros.at(at % 2) += bytes[at] == '\0' ? 1 : 0;
  const auto enough = std::max<std::size_t>(4, bytes.size() / 50);
  if (zeros[1] >= enough && zeros[0] * 10 < zeros[1]) return "UTF-16LE";
  if (zeros[0] >= enough && zeros[1] * 10 < zeros[0]) return "UTF-16BE";
  return nullptr;
}

/// The length of the UTF-8 character at the front; 0 when there is none.
std::size_t letter_size(std::string_view text) {
  const auto first = static_cast<unsigned char>(text[0]);
  if (first < 0x80) return 1;
  if (first < 0xC2 || first > 0xF4) return 0;
  const std::size_t size = first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
  const auto follows = [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U; };
  return text.size() >= size && std::ranges::all_of(text.substr(1, size - 1), follows) ? size : 0;
}

/// Text counts as UTF-8 also with an invalid byte now and then.
bool is_utf8(std::string_view text) {
  std::size_t good = 0;
  std::size_t bad = 0;
  while (!text.empty()) {
    const auto size = letter_size(text);
    good += size > 1 ? 1 : 0;
    bad += size == 0 ? 1 : 0;
    text.remove_prefix(std::max<std::size_t>(size, 1));
  }
  return good >= bad * 4;
}

/// The lines with bytes beyond ASCII.
std::string sample_of(std::string_view bytes) {
  std::string sample;
  while (!bytes.empty() && sample.size() < kMostSample) {
    const auto end = std::min(bytes.find_first_of("\r\n"), bytes.size());
    const auto line = bytes.substr(0, std::min(end, kLongestLine));
    if (std::ranges::any_of(line, is_beyond)) sample.append(line).push_back('\n');
    bytes.remove_prefix(std::min(end + 1, bytes.size()));
  }
  return sample;
}

std::string uchardet_of(std::string_view bytes) {
  const std::unique_ptr<uchardet, void (*)(uchardet_t)> detector(uchardet_new(), uchardet_delete);
  bytes = bytes.substr(0, kMostGuessed);
  if (uchardet_handle_data(detector.get(), bytes.data(), bytes.size()) != 0) return {};
  uchardet_data_end(detector.get());
  return uchardet_get_charset(detector.get());
}

/// The score of the sample in an encoding; very low when iconv does not know it.
double score_in(const std::string& encoding, std::string_view sample) {
  EncodingConverter converter(encoding);
  return converter.known() ? letter_score(converter.convert(sample)) : -1e9;
}

/// Finds the encoding in which the sample scores best.
class Contest {
 public:
  explicit Contest(std::string_view bytes)
      : sample_(sample_of(bytes)), words_(latin_words(bytes)), beyond_(latin_words(sample_)) {
    most_ = score_in(kUsual, sample_) + kMargin + by_words(LatinGroup::western);
  }

  void try_latin(const Latin& latin) { compare(latin.encoding, latin.bonus + by_words(latin.group)); }

  void try_other(const char* encoding, std::string_view guess) {
    const double guessed = encoding == guess ? std::min(kMostGuessWeight, bytes() * kGuessWeight) : 0;
    const bool strange = beyond_.letters > beyond_.beyond * 2;
    compare(encoding, guessed + (strange ? bytes() * kStrange : 0));
  }

  void try_guess(const std::string& guess) { compare(guess, 0); }

  [[nodiscard]] const std::string& best() const { return best_; }

 private:
  [[nodiscard]] double bytes() const { return static_cast<double>(beyond_.beyond); }

  [[nodiscard]] double by_words(LatinGroup group) const {
    return words_.share(group) * std::min(bytes(), kMostLettersByWords);
  }

  void compare(const std::string& encoding, double bonus) {
    const double score = score_in(encoding, sample_) + bonus;
    if (score <= most_) return;
    most_ = score;
    best_ = encoding;
  }

  std::string sample_;
  LatinWords words_;
  LatinWords beyond_;
  std::string best_ = kUsual;
  double most_ = 0;
};

std::string by_letters(std::string_view bytes) {
  Contest contest(bytes);
  const auto guess = uchardet_of(bytes);
  for (const auto& latin : kLatin) contest.try_latin(latin);
  for (const char* other : kOthers) contest.try_other(other, guess);
  // uchardet takes signs of Windows-1252 for letters of rare encodings, so its guess is scored like the
  // others.
  if (!guess.empty() && guess != "ASCII" && guess != "UTF-8") contest.try_guess(guess);
  return contest.best();
}

/// Recognises seven-bit encodings by their escape sequences.
std::string by_escapes(std::string_view bytes) {
  if (bytes.find('\x1B') == std::string_view::npos) return "UTF-8";
  const auto guess = uchardet_of(bytes);
  return guess.starts_with("ISO-2022") ? guess : "UTF-8";
}

}  // namespace

std::string guess_encoding(std::string_view bytes) {
  const auto* const mark =
      std::ranges::find_if(kMarks, [&](const Mark& known) { return bytes.starts_with(known.bytes); });
  if (mark != kMarks.end()) return mark->encoding;
  if (const char* wide = by_zeros(bytes)) return wide;
  if (std::ranges::none_of(bytes, is_beyond)) return by_escapes(bytes);
  return is_utf8(bytes) ? "UTF-8" : by_letters(bytes);
}

}  // namespace magnetar::media
