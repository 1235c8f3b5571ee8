#include "streaming/selection.h"

#include <utility>

namespace magnetar::streaming {

void Selection::set(std::vector<base::ByteRange> files) {
  files_ = std::move(files);
  pieces_ = PieceRuns(layout_, files_);
  joined_.reset();
  forget();
}

void Selection::forget() {
  run_ = 0;
  missing_.reset();
}

bool Selection::complete(const Swarm& swarm) {
  if (missing_ && !swarm.has(*missing_)) return false;
  for (; run_ < pieces_.runs().size(); ++run_) {
    const PieceRange& run = pieces_.runs()[run_];
    missing_ = swarm.first_missing({missing_.value_or(run.begin), run.end});
    if (missing_) return false;
  }
  return true;
}

const std::shared_ptr<const PieceRuns>& Selection::pieces_with(const std::vector<base::ByteRange>& others) {
  if (joined_ && others == others_) return joined_;
  others_ = others;
  auto files = files_;
  files.insert(files.end(), others.begin(), others.end());
  return joined_ = std::make_shared<const PieceRuns>(layout_, files);
}

}  // namespace magnetar::streaming
