// TTML (W3C), and YouTube's timed text.

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdlib>
#include <optional>
#include <string>
#include <vector>

#include "media/cue_list.h"
#include "media/cue_text.h"
#include "media/markup.h"
#include "media/subtitle_formats.h"
#include "media/subtitle_times.h"

namespace magnetar::media {
namespace {

constexpr double kTtmlSeconds = 5;
constexpr std::size_t kMostDepth = 32;

std::optional<double> decimal(std::string_view text) {
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  const bool whole = error == std::errc{} && end == text.data() + text.size();
  return whole && value >= 0 && value < 1e13 ? std::optional(value) : std::nullopt;
}

/// The units of times (TTML 2, 7.2).
struct Rates {
  double frames = 30;
  double ticks = 1;
};

Rates rates_of(std::string_view root) {
  Rates rates;
  const auto frames = decimal(attribute(root, "frameRate"));
  if (frames && *frames >= 1) rates.frames = *frames;
  auto multiplier = attribute(root, "frameRateMultiplier");
  const auto over = decimal(multiplier.substr(0, multiplier.find_first_of(" :")));
  const auto under = decimal(multiplier.substr(multiplier.find_first_of(" :") + 1));
  if (over && under && *over > 0 && *under > 0 && over != under) rates.frames *= *over / *under;
  const auto ticks = decimal(attribute(root, "tickRate"));
  if (ticks && *ticks >= 1) rates.ticks = *ticks;
  return rates;
}

struct Unit {
  std::string_view name;
  double seconds;
};

/// "1.5s", "1500ms", "25f", "10000000t".
std::optional<double> counted(std::string_view text, const Rates& rates) {
  const std::array units{
      Unit{"ms", 0.001},         Unit{"s", 1}, Unit{"m", 60}, Unit{"h", 3600}, Unit{"f", 1 / rates.frames},
      Unit{"t", 1 / rates.ticks}};
  for (const auto& unit : units) {
    if (!text.ends_with(unit.name)) continue;
    const auto number = decimal(text.substr(0, text.size() - unit.name.size()));
    if (number) return *number * unit.seconds;
  }
  return decimal(text);
}

/// "00:00:01:12": the last number counts frames.
std::optional<double> with_frames(std::string_view text, const Rates& rates) {
  const auto last = text.rfind(':');
  if (last == std::string_view::npos || std::count(text.begin(), text.end(), ':') != 3) return std::nullopt;
  const auto seconds = clock_of(text.substr(0, last));
  const auto frames = decimal(text.substr(last + 1));
  return seconds && frames ? std::optional(*seconds + *frames / rates.frames) : std::nullopt;
}

std::optional<double> time_of(std::string_view text, const Rates& rates) {
  if (text.empty()) return std::nullopt;
  if (const auto seconds = with_frames(text, rates)) return seconds;
  return text.find(':') == std::string_view::npos ? counted(text, rates) : clock_of(text);
}

class TtmlReader {
 public:
  void push(const MarkupStep& step) {
    if (inside_) append_collapsed(text_, step.text);
    const auto name = tag_name(step.tag);
    const bool closes = step.tag.starts_with('/');
    if (name == "tt" && !closes) rates_ = rates_of(step.tag);
    if (name == "p" || name == "text") {
      closes ? flush() : begin(step.tag);
    } else if (inside_ && name == "br") {
      break_line();
    } else if (inside_ && name == "span") {
      closes ? close_span() : open_span(step.tag);
    }
  }

  std::vector<Cue> finish() { return cues_.take(); }

 private:
  void begin(std::string_view tag) {
    if (!tag.empty() && tag.ends_with('/')) return;
    flush();
    inside_ = true;
    take_times(tag);
    italic_ = attribute(tag, "fontStyle") == "italic";
  }

  void take_times(std::string_view tag) {
    start_ = time_of(attribute(tag, "begin"), rates_);
    end_ = time_of(attribute(tag, "end"), rates_);
    auto length = time_of(attribute(tag, "dur"), rates_);
    if (!start_) start_ = time_of(attribute(tag, "start"), rates_);
    if (const auto start = decimal(attribute(tag, "t")); !start_ && start) {
      start_ = *start / 1000;
      if (const auto shown = decimal(attribute(tag, "d"))) length = *shown / 1000;
    }
    if (!end_ && start_ && length) end_ = *start_ + *length;
  }

  void break_line() {
    while (text_.ends_with(' ')) text_.pop_back();
    text_ += "<br>";
  }

  /// Some files have their times in spans.
  void open_span(std::string_view tag) {
    if (tag.ends_with('/') || spans_.size() >= kMostDepth) return;
    const bool timed = !start_ && !attribute(tag, "begin").empty();
    if (timed) {
      take_times(tag);
      text_.clear();
    }
    const bool italic = attribute(tag, "fontStyle") == "italic";
    if (italic) text_ += "<i>";
    spans_.push_back({timed, italic});
  }

  void close_span() {
    if (spans_.empty()) return;
    const auto span = spans_.back();
    spans_.pop_back();
    if (span.italic) text_ += "</i>";
    if (!span.timed) return;
    add();
    start_ = end_ = std::nullopt;
  }

  void flush() {
    if (inside_) add();
    inside_ = false;
    spans_.clear();
    start_ = end_ = std::nullopt;
  }

  void add() {
    auto text = text_of_markup(italic_ ? "<i>" + text_ + "</i>" : text_);
    text_.clear();
    if (end_) return cues_.add(start_, end_, std::move(text));
    if (text.find_first_not_of(" \n") != std::string::npos)
      cues_.add_open(start_, kTtmlSeconds, std::move(text));
  }

  struct Span {
    bool timed;
    bool italic;
  };

  Rates rates_;
  CueList cues_;
  bool inside_ = false;
  bool italic_ = false;
  std::vector<Span> spans_;
  std::optional<double> start_;
  std::optional<double> end_;
  std::string text_;
};

}  // namespace

std::vector<Cue> read_ttml(std::string_view text) {
  TtmlReader reader;
  while (!text.empty()) reader.push(take_step(text));
  return reader.finish();
}

}  // namespace magnetar::media
