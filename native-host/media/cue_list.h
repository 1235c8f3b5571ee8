#pragma once
// The cues that a reader of subtitle files has found, within their limits. Pure.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "media/subtitle_reader.h"

namespace magnetar::media {

class CueList {
 public:
  /// `text` is escaped as in WebVTT (media/cue_text.h). A cue without text, without a length or above
  /// kMostCues is dropped.
  void add(std::optional<double> start, std::optional<double> end, std::string text);
  /// The format tells no end: the next beginning is one, at most `longest` seconds later. Text that is empty
  /// ends what comes before it.
  void add_open(std::optional<double> start, double longest, std::string text);

  [[nodiscard]] bool full() const { return entries_.size() >= kMostCues; }
  /// In the order of their beginnings.
  [[nodiscard]] std::vector<Cue> take();

 private:
  struct Entry {
    Cue cue;
    bool open;
  };

  void close_open();

  std::vector<Entry> entries_;
};

}  // namespace magnetar::media
