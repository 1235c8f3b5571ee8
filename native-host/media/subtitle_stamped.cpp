// Formats with a line for each cue: MicroDVD, MPL2, TMPlayer, LRC.

#include <cstdlib>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "media/cue_list.h"
#include "media/cue_text.h"
#include "media/markup.h"
#include "media/subtitle_formats.h"
#include "media/subtitle_times.h"

namespace magnetar::media {
namespace {

// The default frame rate, the same as ffmpeg's.
constexpr double kUsualFps = 24000.0 / 1001;
// Duration of a line, in seconds, when neither the line nor the next one tells.
constexpr double kStampedSeconds = 5;
constexpr double kSungSeconds = 30;

/// "{25}" or "[25]" at the front; no number for "{}".
struct Bracketed {
  std::optional<double> number;
};

std::optional<Bracketed> take_bracketed(std::string_view& text, char open, char close) {
  auto rest = text;
  if (!rest.starts_with(open)) return std::nullopt;
  rest.remove_prefix(1);
  Bracketed value;
  if (!rest.starts_with(close) && !(value.number = take_number(rest))) return std::nullopt;
  if (!rest.starts_with(close)) return std::nullopt;
  text = rest.substr(1);
  return value;
}

std::string styled(std::string_view text, const std::string& letters) {
  std::string before;
  std::string after;
  for (const char letter : {'i', 'b', 'u'}) {
    if (letters.find(letter) == std::string::npos) continue;
    before += std::string("<") + letter + ">";
    after.insert(0, std::string("</") + letter + ">");
  }
  return before + literal_text(text) + after;
}

/// Takes "{y:i}", "{C:$0000FF}" and the like off the front; returns the styles that they name.
std::string take_codes(std::string_view& line) {
  std::string letters;
  while (line.size() > 2 && line[0] == '{' && line[2] == ':') {
    const auto end = line.find('}');
    if (end == std::string_view::npos) break;
    if (line[1] == 'y' || line[1] == 'Y') letters += line.substr(3, end - 3);
    line.remove_prefix(end + 1);
  }
  if (line.starts_with('/')) {
    letters += 'i';
    line.remove_prefix(1);
  }
  return letters;
}

/// Lines separated by "|", each with codes of its own.
std::string text_of_parts(std::string_view text) {
  std::string all;
  while (!text.empty()) {
    auto part = trimmed(take_until(text, '|'));
    const auto letters = take_codes(part);
    if (!all.empty()) all += '\n';
    all += styled(part, letters);
  }
  return all;
}

/// The frame rate in the text of the first line: "23.976".
double rate_in(std::string_view text) {
  const std::string number(trimmed(text.substr(0, 16)));
  char* end = nullptr;
  const double rate = std::strtod(number.c_str(), &end);
  return end != number.c_str() && *end == '\0' && rate >= 5 && rate <= 300 ? rate : 0;
}

/// Adds a cue whose times are counts of frames or tenths of seconds.
void add_counted(CueList& cues, const Bracketed& start, const Bracketed& end, double unit, std::string text) {
  if (!start.number) return;
  const double from = *start.number * unit;
  if (end.number) return cues.add(from, *end.number * unit, std::move(text));
  cues.add_open(from, kStampedSeconds, std::move(text));
}

/// "00:00:01" with ":", "=" or a blank behind it.
std::optional<double> take_moment(std::string_view& line) {
  double seconds = 0;
  auto rest = line;
  for (int part = 0; part < 3; ++part) {
    const auto number = take_number(rest);
    if (!number || (part > 0 && *number >= 60)) return std::nullopt;
    seconds = seconds * 60 + *number;
    if (part < 2 && !take_until(rest, ':').empty()) return std::nullopt;
  }
  if (rest.starts_with('.') || rest.starts_with(',')) {
    rest.remove_prefix(1);
    const auto before = rest.size();
    const auto fraction = take_number(rest);
    // TMPlayer puts a line number behind a comma; VPlayer puts hundredths behind a point.
    if (fraction && before - rest.size() > 1) seconds += *fraction / (before - rest.size() == 2 ? 100 : 1000);
  }
  if (rest.empty() || std::string_view(":= ").find(rest[0]) == std::string_view::npos) return std::nullopt;
  line = rest.substr(1);
  return seconds;
}

/// Seconds in "[00:01.00]" at the front.
std::optional<double> take_stamp(std::string_view& line) {
  auto rest = line;
  if (!rest.starts_with('[')) return std::nullopt;
  rest.remove_prefix(1);
  const auto seconds = clock_of(take_until(rest, ']'));
  if (seconds) line = rest;
  return seconds;
}

/// "[offset:500]": all lines come this many milliseconds sooner.
std::optional<double> offset_in(std::string_view line) {
  constexpr std::string_view kName = "[offset:";
  if (!line.starts_with(kName)) return std::nullopt;
  const std::string number(line.substr(kName.size(), 12));
  return std::strtod(number.c_str(), nullptr) / 1000;
}

class LrcReader {
 public:
  void push(std::string_view line) {
    if (const auto offset = offset_in(line)) offset_ = *offset;
    std::vector<double> starts;
    while (const auto seconds = take_stamp(line)) {
      if (starts.size() < kMostStamps) starts.push_back(*seconds);
    }
    line = trimmed(line);
    if (starts.empty()) return go_on(line);
    // In SubViewer 1, the text follows the line of its time.
    flush();
    starts_ = std::move(starts);
    text_ = line;
    alone_ = line.empty();
  }

  std::vector<Cue> finish() {
    flush();
    return cues_.take();
  }

 private:
  static constexpr std::size_t kMostStamps = 64;

  void go_on(std::string_view line) {
    if (!alone_ || line.starts_with('[') || text_.size() > kMostCueMarkup) return;
    if (!text_.empty()) text_ += '\n';
    for (auto part = line; !part.empty();) text_.append(take_until(part, '|')).push_back('\n');
    while (text_.ends_with('\n')) text_.pop_back();
  }

  void flush() {
    for (const double start : starts_) {
      const double moved = start - offset_;
      cues_.add_open(moved < 0 ? 0 : moved, alone_ ? kStampedSeconds : kSungSeconds, text_of_markup(text_));
    }
    starts_.clear();
  }

  CueList cues_;
  std::vector<double> starts_;
  std::string text_;
  bool alone_ = false;
  double offset_ = 0;
};

}  // namespace

std::vector<Cue> read_micro_dvd(std::string_view text, double fps) {
  CueList cues;
  double rate = fps > 0 ? fps : kUsualFps;
  for (bool first = true; !text.empty() && !cues.full();) {
    auto line = take_line(text);
    const auto start = take_bracketed(line, '{', '}');
    const auto end = start ? take_bracketed(line, '{', '}') : std::nullopt;
    if (!end) continue;
    const double told = first && start->number == end->number ? rate_in(line) : 0;
    first = false;
    if (told > 0) {
      rate = told;
    } else {
      add_counted(cues, *start, *end, 1 / rate, text_of_parts(line));
    }
  }
  return cues.take();
}

std::vector<Cue> read_mpl2(std::string_view text) {
  CueList cues;
  while (!text.empty() && !cues.full()) {
    auto line = take_line(text);
    const auto start = take_bracketed(line, '[', ']');
    const auto end = start ? take_bracketed(line, '[', ']') : std::nullopt;
    if (end) add_counted(cues, *start, *end, 0.1, text_of_parts(line));
  }
  return cues.take();
}

std::vector<Cue> read_tmplayer(std::string_view text) {
  CueList cues;
  while (!text.empty() && !cues.full()) {
    auto line = take_line(text);
    if (cue_times(line)) continue;
    const auto start = take_moment(line);
    if (start) cues.add_open(start, kStampedSeconds, text_of_parts(line));
  }
  return cues.take();
}

std::vector<Cue> read_lrc(std::string_view text) {
  LrcReader reader;
  while (!text.empty()) reader.push(take_line(text));
  return reader.finish();
}

}  // namespace magnetar::media
