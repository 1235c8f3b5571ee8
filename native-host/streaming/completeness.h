#pragma once
// Tells which files are complete: every piece of theirs is available.

#include <algorithm>
#include <optional>
#include <vector>

#include "base/byte_range.h"
#include "streaming/swarm.h"

namespace magnetar::streaming {

/// Remembers one missing piece of each file, so that repeated calls cost one question. A file that was
/// complete counts as complete until forget() or forget_all().
class Completeness {
 public:
  [[nodiscard]] bool complete(base::ByteRange file, const Layout& layout, const Swarm& swarm) {
    auto known = std::find_if(files_.begin(), files_.end(), [&](const Known& k) { return k.file == file; });
    if (known == files_.end()) known = files_.insert(files_.end(), {file, layout.pieces_of(file).begin});
    if (known->missing && (file.empty() || swarm.has(*known->missing))) {
      known->missing = swarm.first_missing(layout.pieces_of(file));
    }
    return !known->missing;
  }

  /// Makes the next call of complete() look at the file anew.
  void forget(base::ByteRange file) {
    std::erase_if(files_, [&](const Known& known) { return known.file == file; });
  }
  void forget_all() { files_.clear(); }

 private:
  struct Known {
    base::ByteRange file;
    std::optional<base::PieceIndex> missing;
  };
  std::vector<Known> files_;
};

}  // namespace magnetar::streaming
