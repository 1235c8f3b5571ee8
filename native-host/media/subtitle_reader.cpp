#include "media/subtitle_reader.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

namespace magnetar::media {
namespace {

// Longer than any film: a week and a half.
constexpr double kLongestSeconds = 1e6;

constexpr std::string_view kBlank = " \t\r";

std::string_view trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(kBlank);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kBlank) - first + 1);
}

/// Takes what stands before `end` off the front.
std::string_view take_until(std::string_view& text, char end) {
  const auto at = std::min(text.find(end), text.size());
  const auto part = text.substr(0, at);
  text.remove_prefix(std::min(at + 1, text.size()));
  return part;
}

std::optional<double> whole(std::string_view digits) {
  int value = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (error != std::errc{} || end != digits.data() + digits.size() || value < 0) return std::nullopt;
  return value;
}

/// "1:02:03,450", "02:03.450", "0:00:01.5".
std::optional<double> seconds_of(std::string_view text) {
  const auto mark = text.find_last_of(",.");
  if (mark == std::string_view::npos || text.size() - mark > 10) return std::nullopt;
  const auto digits = text.substr(mark + 1);
  auto fraction = whole(digits);
  if (!fraction) return std::nullopt;
  for (std::size_t n = 0; n < digits.size(); ++n) *fraction /= 10;
  auto rest = text.substr(0, mark);
  double seconds = 0;
  for (int parts = 0; !rest.empty(); ++parts) {
    const auto part = whole(take_until(rest, ':'));
    if (!part || parts == 3) return std::nullopt;
    seconds = seconds * 60 + *part;
  }
  seconds += *fraction;
  return seconds <= kLongestSeconds ? std::optional(seconds) : std::nullopt;
}

/// Where a tag in angle brackets ends; nothing when it is none ("a < b").
std::optional<std::size_t> tag_end(std::string_view text) {
  const bool begins =
      text.size() > 2 && (text[1] == '/' || (text[1] >= 'a' && text[1] <= 'z') ||
                          (text[1] >= 'A' && text[1] <= 'Z') || (text[1] >= '0' && text[1] <= '9'));
  const auto end = begins ? text.find('>') : std::string_view::npos;
  return end == std::string_view::npos || text.substr(0, end).find('\n') != std::string_view::npos
             ? std::nullopt
             : std::optional(end + 1);
}

bool is_plain_tag(std::string_view tag) {
  constexpr std::array kKept{"<i>", "</i>", "<b>", "</b>", "<u>", "</u>"};
  return std::find(kKept.begin(), kKept.end(), tag) != kKept.end();
}

std::string_view escaped(std::string_view rest) {
  constexpr std::array<std::string_view, 6> kEntities{"&amp;", "&lt;", "&gt;", "&nbsp;", "&lrm;", "&rlm;"};
  if (rest[0] == '<') return "&lt;";
  if (rest[0] == '>') return "&gt;";
  const auto is_next = [&](std::string_view entity) { return rest.starts_with(entity); };
  return std::any_of(kEntities.begin(), kEntities.end(), is_next) ? "&" : "&amp;";
}

/// One step through a cue's text: how much of it was taken.
std::size_t take_letter(std::string_view rest, std::string& plain) {
  if (rest[0] == '<') {
    if (const auto end = tag_end(rest)) {
      if (is_plain_tag(rest.substr(0, *end))) plain += rest.substr(0, *end);
      return *end;
    }
  }
  if (rest.starts_with("{\\")) {
    if (const auto end = rest.find('}'); end != std::string_view::npos) return end + 1;
  }
  if (rest[0] == '<' || rest[0] == '>' || rest[0] == '&') {
    plain += escaped(rest);
  } else if (static_cast<unsigned char>(rest[0]) >= 0x20 || rest[0] == '\n') {
    plain += rest[0];
  }
  return 1;
}

/// No part of a letter remains.
void cut(std::string& text) {
  if (text.size() <= kMostCueText) return;
  auto end = kMostCueText;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
  text.resize(end);
}

void add(std::vector<Cue>& cues, std::optional<double> start, std::optional<double> end,
         std::string_view text) {
  if (!start || !end || *start >= *end || cues.size() >= kMostCues) return;
  std::string plain;
  for (auto rest = text; !rest.empty();) rest.remove_prefix(take_letter(rest, plain));
  while (plain.ends_with('\n') || plain.ends_with(' ')) plain.pop_back();
  cut(plain);
  if (!plain.empty()) cues.push_back({*start, *end, std::move(plain)});
}

/// A line of times, the lines of text after it, and an empty line: SubRip and WebVTT are the same in that.
std::vector<Cue> read_blocks(std::string_view text) {
  constexpr std::string_view kArrow = "-->";
  std::vector<Cue> cues;
  while (!text.empty()) {
    auto times = take_until(text, '\n');
    const auto arrow = times.find(kArrow);
    if (arrow == std::string_view::npos) continue;
    const auto start = seconds_of(trimmed(times.substr(0, arrow)));
    auto after = trimmed(times.substr(arrow + kArrow.size()));
    const auto end = seconds_of(take_until(after, ' '));  // WebVTT says there where the lines are put
    std::string lines;
    while (!text.empty()) {
      const auto line = trimmed(take_until(text, '\n'));
      if (line.empty()) break;
      lines.append(line).push_back('\n');
    }
    add(cues, start, end, lines);
  }
  return cues;
}

/// Which of the commas of a line stand before what.
struct Columns {
  std::size_t start = 1;
  std::size_t end = 2;
  std::size_t text = 9;
};

Columns columns_of(std::string_view format) {
  Columns columns;
  for (std::size_t n = 0; !format.empty(); ++n) {
    const auto name = trimmed(take_until(format, ','));
    if (name == "Start") columns.start = n;
    if (name == "End") columns.end = n;
    if (name == "Text") columns.text = n;
  }
  return columns;
}

std::string with_line_ends(std::string_view text) {
  std::string lines;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char next = text[at] == '\\' && at + 1 < text.size() ? text[at + 1] : '\0';
    if (next == 'N' || next == 'n') {
      lines += '\n';
    } else if (next == 'h') {
      lines += ' ';
    } else {
      lines += text[at];
      continue;
    }
    ++at;
  }
  return lines;
}

void add_dialogue(std::vector<Cue>& cues, const Columns& columns, std::string_view line) {
  std::optional<double> start;
  std::optional<double> end;
  for (std::size_t n = 0; n < columns.text; ++n) {
    const auto field = trimmed(take_until(line, ','));
    if (n == columns.start) start = seconds_of(field);
    if (n == columns.end) end = seconds_of(field);
  }
  // A drawing: its text is coordinates.
  if (line.find("\\p1") != std::string_view::npos) return;
  add(cues, start, end, with_line_ends(line));
}

std::vector<Cue> read_script(std::string_view text) {
  constexpr std::string_view kFormat = "Format:";
  constexpr std::string_view kDialogue = "Dialogue:";
  std::vector<Cue> cues;
  Columns columns;
  bool events = false;
  while (!text.empty()) {
    const auto line = trimmed(take_until(text, '\n'));
    if (line.starts_with('[')) events = line == "[Events]";
    if (!events) continue;
    if (line.starts_with(kFormat)) columns = columns_of(line.substr(kFormat.size()));
    if (line.starts_with(kDialogue)) add_dialogue(cues, columns, line.substr(kDialogue.size()));
  }
  return cues;
}

}  // namespace

std::vector<Cue> read_subtitles(std::string_view text) {
  const bool script = text.find("[Events]") != std::string_view::npos;
  auto cues = script ? read_script(text) : read_blocks(text);
  std::stable_sort(cues.begin(), cues.end(), [](const Cue& a, const Cue& b) { return a.start < b.start; });
  return cues;
}

}  // namespace magnetar::media
