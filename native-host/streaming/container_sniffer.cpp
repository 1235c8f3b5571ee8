#include "streaming/container_sniffer.h"

#include <algorithm>

#include "streaming/avi_walker.h"
#include "streaming/matroska_walker.h"
#include "streaming/mp4_walker.h"

namespace magnetar::streaming {
namespace {

constexpr std::size_t kSignature = 16;
constexpr int kMostSteps = 256;

}  // namespace

ContainerSniffer::ContainerSniffer(std::int64_t file_size) : file_size_(file_size) {
  static_cast<void>(ask(0, kSignature, kMostAtOnce));
}

ContainerSniffer::~ContainerSniffer() = default;
ContainerSniffer::ContainerSniffer(ContainerSniffer&&) noexcept = default;
ContainerSniffer& ContainerSniffer::operator=(ContainerSniffer&&) noexcept = default;

std::vector<base::ByteRange> ContainerSniffer::needs() const {
  if (need_.empty()) return {};
  return {need_};
}

std::vector<base::ByteRange> ContainerSniffer::wanted() const {
  auto ranges = findings_.index;
  if (need_.empty()) return ranges;
  ranges.push_back(need_);
  if (!walker_ || !findings_.index.empty()) return ranges;
  const auto likely = walker_->likely_index();
  if (!likely.empty()) ranges.push_back(likely);
  return ranges;
}

void ContainerSniffer::feed(std::int64_t offset, std::span<const std::byte> bytes) {
  const auto size = static_cast<std::int64_t>(bytes.size());
  if (need_.empty() || offset < 0 || offset > need_.begin || size <= need_.begin - offset) return;
  const auto skipped = need_.begin - offset;
  const auto count = std::min(size - skipped, need_.size());
  const auto part = bytes.subspan(static_cast<std::size_t>(skipped), static_cast<std::size_t>(count));
  bytes_.insert(bytes_.end(), part.begin(), part.end());
  need_.begin += count;
  walk();
}

void ContainerSniffer::walk() {
  if (!walker_ && !ask(0, kSignature, kMostAtOnce)) return;
  if (!walker_) choose_walker();
  while (walker_ && steps_ < kMostSteps) {
    const auto look = walker_->next();
    if (!look) break;
    if (!ask(look->offset, look->least, look->most)) return;
    ++steps_;
    walker_->take(std::span<const std::byte>(bytes_).subspan(static_cast<std::size_t>(look->offset - begin_)),
                  findings_);
  }
  stop();
}

void ContainerSniffer::choose_walker() {
  if (Mp4Walker::recognises(bytes_)) {
    findings_.kind = ContainerKind::mp4;
    walker_ = std::make_unique<Mp4Walker>(file_size_);
  } else if (MatroskaWalker::recognises(bytes_)) {
    findings_.kind = ContainerKind::matroska;
    walker_ = std::make_unique<MatroskaWalker>(file_size_);
  } else if (AviWalker::recognises(bytes_)) {
    findings_.kind = ContainerKind::avi;
    walker_ = std::make_unique<AviWalker>(file_size_);
  }
}

// Returns whether the bytes are available. Otherwise they become the need; a place outside the file ends the
// walk.
bool ContainerSniffer::ask(std::int64_t offset, std::size_t least, std::size_t most) {
  const auto wanted = static_cast<std::int64_t>(least);
  if (offset < 0 || wanted > kMostAtOnce || offset > file_size_ - wanted) {
    stop();
    return false;
  }
  const auto have = begin_ + static_cast<std::int64_t>(bytes_.size());
  const bool continues = offset >= begin_ && offset <= have;
  if (continues && offset + wanted <= have) return true;
  if (continues && !need_.empty() && offset + wanted <= need_.end) return false;
  const auto kept = continues ? static_cast<std::ptrdiff_t>(have - offset) : 0;
  bytes_.erase(bytes_.begin(), bytes_.end() - kept);
  begin_ = offset;
  const auto size = std::min(std::max(wanted, static_cast<std::int64_t>(most)), kMostAtOnce);
  need_ = {offset + kept, std::min(offset + size, file_size_)};
  asked_ += need_.size();
  if (asked_ > kMostBytes) stop();
  return false;
}

void ContainerSniffer::stop() {
  need_ = {};
  walker_.reset();
  bytes_ = {};
}

}  // namespace magnetar::streaming
