#include "media/subtitle_reader.h"

#include <algorithm>
#include <array>
#include <initializer_list>

#include "media/markup.h"
#include "media/subtitle_formats.h"

namespace magnetar::media {
namespace {

/// Bytes in which the first tag of a file stands, usually behind a declaration or a comment.
constexpr std::size_t kHead = 4096;

bool begins_with(std::string_view text, std::initializer_list<std::string_view> tags) {
  text = text.substr(0, kHead);
  while (!text.empty()) {
    const auto name = tag_name(take_step(text).tag);
    if (std::ranges::find(tags, name) != tags.end()) return true;
  }
  return false;
}

bool is_script(std::string_view text) {
  const auto at = find_word(text, "[events]");
  if (at == std::string_view::npos) return false;
  return at == 0 || text[at - 1] == '\n' || text[at - 1] == '\r' || at <= 3;
}

/// Of the formats with one line per cue and no header, the one with the most cues wins.
std::vector<Cue> read_stamped(std::string_view text, double fps) {
  std::array found{read_micro_dvd(text, fps), read_mpl2(text), read_tmplayer(text), read_lrc(text)};
  auto* best = found.data();
  for (auto& cues : found) {
    if (cues.size() > best->size()) best = &cues;
  }
  return std::move(*best);
}

}  // namespace

std::vector<Cue> read_subtitles(std::string_view text, double fps) {
  if (is_script(text)) {
    if (auto cues = read_script(text); !cues.empty()) return cues;
  }
  if (begins_with(text, {"sami", "sync"})) {
    if (auto cues = read_sami(text); !cues.empty()) return cues;
  }
  if (begins_with(text, {"tt", "timedtext", "transcript"})) {
    if (auto cues = read_ttml(text); !cues.empty()) return cues;
  }
  if (auto cues = read_blocks(text); !cues.empty()) return cues;
  return read_stamped(text, fps);
}

}  // namespace magnetar::media
