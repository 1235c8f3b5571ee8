// ASS and SSA.

#include <optional>
#include <string>

#include "media/cue_list.h"
#include "media/cue_text.h"
#include "media/markup.h"
#include "media/subtitle_formats.h"
#include "media/subtitle_times.h"

namespace magnetar::media {
namespace {

/// The number of commas before each field of a line.
struct Columns {
  std::size_t start = 1;
  std::size_t end = 2;
  std::size_t text = 9;
};

constexpr std::size_t kMostColumns = 32;

Columns columns_of(std::string_view format) {
  Columns columns;
  for (std::size_t n = 0; !format.empty() && n < kMostColumns; ++n) {
    const auto name = trimmed(take_until(format, ','));
    if (name == "Start") columns.start = n;
    if (name == "End") columns.end = n;
    if (name == "Text") columns.text = n;
  }
  return columns;
}

void add_dialogue(CueList& cues, const Columns& columns, std::string_view line) {
  std::optional<double> start;
  std::optional<double> end;
  for (std::size_t n = 0; n < columns.text; ++n) {
    const auto field = take_until(line, ',');
    if (n == columns.start) start = clock_of(field);
    if (n == columns.end) end = clock_of(field);
  }
  cues.add(start, end, text_of_script(line));
}

}  // namespace

std::vector<Cue> read_script(std::string_view text) {
  constexpr std::string_view kFormat = "Format:";
  constexpr std::string_view kDialogue = "Dialogue:";
  CueList cues;
  Columns columns;
  bool events = false;
  while (!text.empty() && !cues.full()) {
    const auto line = take_line(text);
    if (line.starts_with('[')) events = find_word(line, "[events]") == 0;
    if (!events) continue;
    if (line.starts_with(kFormat)) columns = columns_of(line.substr(kFormat.size()));
    if (line.starts_with(kDialogue)) add_dialogue(cues, columns, line.substr(kDialogue.size()));
  }
  return cues.take();
}

}  // namespace magnetar::media
