#include "streaming/file_facts.h"

#include <algorithm>
#include <cmath>

namespace magnetar::streaming {
namespace {

// The range from a slide show to uncompressed video; a bitrate outside shows that the duration is wrong.
constexpr double kLeastBitrate = 2 * 1024;
constexpr double kMostBitrate = 128 * 1024 * 1024;

const std::vector<base::ByteRange> no_ranges;

/// The ranges that lie in the file, as places in the torrent, `left` bytes together at most.
std::vector<base::ByteRange> in_torrent(base::ByteRange file, const std::vector<base::ByteRange>& in_file,
                                        std::int64_t left) {
  std::vector<base::ByteRange> ranges;
  for (const auto& range : in_file) {
    if (range.empty() || range.begin < 0 || range.end > file.size() || range.size() > left) continue;
    left -= range.size();
    ranges.push_back({file.begin + range.begin, file.begin + range.end});
  }
  return ranges;
}

}  // namespace

void FileFacts::set_duration(base::ByteRange file, double seconds) {
  if (!std::isfinite(seconds) || seconds < 1 || file.empty()) return;
  const double bitrate = static_cast<double>(file.size()) / seconds;
  if (bitrate > kMostBitrate) return;
  of(file).bitrate = static_cast<std::int64_t>(std::max(bitrate, kLeastBitrate));
}

void FileFacts::set_index(base::ByteRange file, const std::vector<base::ByteRange>& in_file) {
  of(file).index = in_torrent(file, in_file, kMostIndex);
}

void FileFacts::set_attachments(base::ByteRange file, const std::vector<base::ByteRange>& in_file) {
  of(file).attachments = in_torrent(file, in_file, file.size());
}

std::optional<std::int64_t> FileFacts::bitrate(base::ByteRange file) const {
  const Facts* facts = find(file);
  return facts != nullptr ? facts->bitrate : std::nullopt;
}

const std::vector<base::ByteRange>& FileFacts::index(base::ByteRange file) const {
  const Facts* facts = find(file);
  return facts != nullptr ? facts->index : no_ranges;
}

const std::vector<base::ByteRange>& FileFacts::attachments(base::ByteRange file) const {
  const Facts* facts = find(file);
  return facts != nullptr ? facts->attachments : no_ranges;
}

FileFacts::Facts& FileFacts::of(base::ByteRange file) {
  const auto found =
      std::find_if(files_.begin(), files_.end(), [&](const Facts& facts) { return facts.file == file; });
  return found != files_.end() ? *found : files_.emplace_back(Facts{file, std::nullopt, {}, {}});
}

const FileFacts::Facts* FileFacts::find(base::ByteRange file) const {
  const auto found =
      std::find_if(files_.begin(), files_.end(), [&](const Facts& facts) { return facts.file == file; });
  return found != files_.end() ? &*found : nullptr;
}

}  // namespace magnetar::streaming
