#include "media/cue_list.h"

#include <algorithm>
#include <utility>

namespace magnetar::media {
namespace {

constexpr std::string_view kNoBreakSpace = "\xC2\xA0";

bool drop_blank_end(std::string& text) {
  if (text.ends_with('\n') || text.ends_with(' ')) {
    text.pop_back();
    return true;
  }
  if (!text.ends_with(kNoBreakSpace)) return false;
  text.resize(text.size() - kNoBreakSpace.size());
  return true;
}

/// Cuts at a character of UTF-8.
void cut(std::string& text) {
  if (text.size() <= kMostCueText) return;
  auto end = kMostCueText;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
  text.resize(end);
}

std::string trimmed(std::string text) {
  while (drop_blank_end(text)) {
  }
  text.erase(0, std::min(text.find_first_not_of(" \n"), text.size()));
  cut(text);
  return text;
}

}  // namespace

void CueList::add(std::optional<double> start, std::optional<double> end, std::string text) {
  if (!start || !end || *start >= *end || full()) return;
  text = trimmed(std::move(text));
  if (!text.empty()) entries_.push_back({{*start, *end, std::move(text)}, false});
}

void CueList::add_open(std::optional<double> start, double longest, std::string text) {
  if (start && !full()) entries_.push_back({{*start, *start + longest, trimmed(std::move(text))}, true});
}

void CueList::close_open() {
  std::optional<double> next;
  for (std::size_t at = entries_.size(); at > 0; --at) {
    auto& [cue, open] = entries_[at - 1];
    if (at < entries_.size() && entries_[at].cue.start > cue.start) next = entries_[at].cue.start;
    if (open && next) cue.end = std::min(cue.end, *next);
  }
}

std::vector<Cue> CueList::take() {
  std::stable_sort(entries_.begin(), entries_.end(),
                   [](const Entry& a, const Entry& b) { return a.cue.start < b.cue.start; });
  close_open();
  std::vector<Cue> cues;
  for (auto& entry : entries_) {
    if (!entry.cue.text.empty()) cues.push_back(std::move(entry.cue));
  }
  entries_.clear();
  return cues;
}

}  // namespace magnetar::media
