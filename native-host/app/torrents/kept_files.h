#pragma once
// The files of a torrent that a person keeps, and which of them may be whole by now. Pure.

#include <map>
#include <optional>
#include <set>
#include <string>

#include "base/strong_id.h"

namespace magnetar::app {

/// A file is looked at when it is kept and when bytes of it have come, so that files that wait cost nothing.
class KeptFiles {
 public:
  /// Whether it was not kept before.
  bool add(base::FileIndex file);
  /// One that is not there yet is kept no more. Whether there was one.
  bool drop(base::FileIndex file);
  /// `path`: where the person has it; empty: it is not there yet.
  void set(base::FileIndex file, std::string path);

  /// The same of a file that is kept; null: it is not.
  [[nodiscard]] const std::string* path(base::FileIndex file) const;
  [[nodiscard]] std::size_t count() const { return paths_.size(); }
  /// Of these, those that the person has.
  [[nodiscard]] std::size_t there() const { return there_; }
  /// Whether one is not there yet.
  [[nodiscard]] bool waits() const { return there_ < paths_.size(); }

  /// Bytes of this file have come.
  void changed(base::FileIndex file);
  /// Any of them may have changed.
  void all_changed();
  /// One of the files that have changed and are not there yet, each once.
  [[nodiscard]] std::optional<base::FileIndex> take_changed();

 private:
  std::map<base::FileIndex, std::string> paths_;
  std::set<base::FileIndex> changed_;
  std::size_t there_ = 0;
};

}  // namespace magnetar::app
