// SAMI, the format of Microsoft's players and of many Korean films.

#include <algorithm>
#include <charconv>
#include <map>
#include <optional>
#include <string>

#include "media/cue_list.h"
#include "media/cue_text.h"
#include "media/markup.h"
#include "media/subtitle_formats.h"

namespace magnetar::media {
namespace {

// Duration of a cue, in seconds, when no later one ends it.
constexpr double kSamiSeconds = 10;
constexpr std::size_t kMostLanguages = 8;

std::optional<double> milliseconds(std::string_view value) {
  const auto number = value.substr(0, std::min(value.find_first_not_of("0123456789"), value.size()));
  double count = 0;
  const auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), count);
  return error == std::errc{} && count < 1e9 ? std::optional(count / 1000) : std::nullopt;
}

class SamiReader {
 public:
  void push(const MarkupStep& step) {
    if (start_) append_collapsed(text_, step.text);
    const auto name = tag_name(step.tag);
    if (name == "sync") {
      flush();
      start_ = milliseconds(attribute(step.tag, "start"));
      language_.clear();
    } else if (name == "p" && !step.tag.starts_with('/')) {
      flush();
      language_ = attribute(step.tag, "class").substr(0, 32);
    } else if (start_ && !name.empty() && name != "body" && name != "sami" && text_.size() < kMostCueMarkup) {
      text_.append("<").append(step.tag).append(">");
    }
  }

  std::vector<Cue> finish() {
    flush();
    std::vector<Cue> best;
    for (auto& [language, cues] : languages_) {
      auto found = cues.take();
      if (found.size() > best.size()) best = std::move(found);
    }
    return best;
  }

 private:
  void flush() {
    auto text = text_of_markup(text_);
    text_.clear();
    // Text before the first "<P>" is only the blank behind "<SYNC>".
    if (text.find_first_not_of(" \n") == std::string::npos) return;
    if (languages_.size() >= kMostLanguages && !languages_.contains(language_)) return;
    languages_[language_].add_open(start_, kSamiSeconds, std::move(text));
  }

  std::map<std::string, CueList> languages_;
  std::string language_;
  std::optional<double> start_;
  std::string text_;
};

}  // namespace

std::vector<Cue> read_sami(std::string_view text) {
  SamiReader reader;
  while (!text.empty()) reader.push(take_step(text));
  return reader.finish();
}

}  // namespace magnetar::media
