#pragma once
// The kept files of a torrent, and those that may be complete by now. Pure.

#include <map>
#include <optional>
#include <set>
#include <string>

#include "base/strong_id.h"

namespace magnetar::app {

/// A file is checked when it is kept and after bytes of it have arrived, so that waiting files cost nothing.
class KeptFiles {
 public:
  /// Keeps a file. Returns false when it is kept already.
  bool add(base::FileIndex file);
  /// Stops keeping a file that is not in the downloads folder yet. Returns false when there is no such file.
  bool drop(base::FileIndex file);
  /// Sets the path in the downloads folder; empty: not there yet.
  void set(base::FileIndex file, std::string path);

  /// Returns the path of a kept file; null when the file is not kept.
  [[nodiscard]] const std::string* path(base::FileIndex file) const;
  [[nodiscard]] std::size_t count() const { return paths_.size(); }
  /// Returns the number of kept files in the downloads folder.
  [[nodiscard]] std::size_t there() const { return there_; }
  /// Whether a kept file is not in the downloads folder yet.
  [[nodiscard]] bool waits() const { return there_ < paths_.size(); }

  /// Notes that bytes of this file have arrived.
  void changed(base::FileIndex file);
  /// Notes that bytes of any file may have arrived.
  void all_changed();
  /// Returns, once, a changed file that is not in the downloads folder yet.
  [[nodiscard]] std::optional<base::FileIndex> take_changed();

 private:
  std::map<base::FileIndex, std::string> paths_;
  std::set<base::FileIndex> changed_;
  std::size_t there_ = 0;
};

}  // namespace magnetar::app
