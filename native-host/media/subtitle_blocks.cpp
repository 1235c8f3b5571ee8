// SubRip, WebVTT, SubViewer 2, SBV.

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "media/cue_list.h"
#include "media/cue_text.h"
#include "media/subtitle_formats.h"
#include "media/subtitle_times.h"

namespace magnetar::media {
namespace {

// A cue holds at most 2000 bytes; more lines are no cue.
constexpr std::size_t kMostLines = 200;

bool is_number(std::string_view line) {
  return !line.empty() && line.size() <= 9 && line.find_first_not_of("0123456789") == std::string_view::npos;
}

class BlockReader {
 public:
  explicit BlockReader(std::string_view text) : web_(trimmed(text).starts_with("WEBVTT")) {}

  void push(std::string_view line) {
    if (const auto times = cue_times(line)) return begin(*times);
    // In WebVTT an empty line ends the cue, and NOTE and STYLE blocks may follow. In other formats, cues may
    // contain empty lines.
    if (line.empty() && web_) ended_ = true;
    const bool blank = std::exchange(blank_, line.empty());
    before_ = line;
    if (line.empty() || ended_ || lines_.size() >= kMostLines) return;
    lines_.push_back({line, blank});
  }

  std::vector<Cue> finish() {
    flush();
    return cues_.take();
  }

 private:
  struct Line {
    std::string_view text;
    bool behind_blank;
  };

  void begin(const CueTimes& times) {
    drop_number();
    flush();
    times_ = times;
    lines_.clear();
    ended_ = blank_ = false;
  }

  /// Removes the number of the next cue from the text of this one.
  void drop_number() {
    if (!times_) numbered_ = is_number(before_);
    if (lines_.empty() || !is_number(lines_.back().text)) return;
    if (numbered_ || lines_.back().behind_blank) lines_.pop_back();
  }

  void flush() {
    if (!times_) return;
    std::string text;
    for (const auto& line : lines_) {
      if (!text.empty()) text += '\n';
      text += line.text;
    }
    cues_.add(times_->start, times_->end, text_of_markup(text));
  }

  const bool web_;
  CueList cues_;
  std::optional<CueTimes> times_;
  std::vector<Line> lines_;
  std::string_view before_;
  bool numbered_ = false;
  bool blank_ = false;
  bool ended_ = false;
};

}  // namespace

std::vector<Cue> read_blocks(std::string_view text) {
  BlockReader reader(text);
  while (!text.empty()) reader.push(take_line(text));
  return reader.finish();
}

}  // namespace magnetar::media
