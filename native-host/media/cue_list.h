#pragma once
// Collects the cues of a subtitle file, within limits. Pure.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "media/subtitle_reader.h"

namespace magnetar::media {

class CueList {
 public:
  /// `text` is escaped as in WebVTT (media/cue_text.h). A cue is dropped when it has no text or no duration,
  /// and when there are kMostCues already.
  void add(std::optional<double> start, std::optional<double> end, std::string text);
  /// For formats without end times: the cue ends where the next one begins, at most `longest` seconds later.
  /// Empty text only ends the cue before it.
  void add_open(std::optional<double> start, double longest, std::string text);

  [[nodiscard]] bool full() const { return entries_.size() >= kMostCues; }
  /// The cues, ordered by start time.
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
