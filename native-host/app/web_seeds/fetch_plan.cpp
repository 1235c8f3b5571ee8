#include "app/web_seeds/fetch_plan.h"

#include <algorithm>

#include "http/percent_coding.h"

namespace magnetar::app {
namespace {

using base::ByteRange;
using engine::WebSeedFile;
using engine::WebSeedTorrent;

constexpr std::int64_t kBlock = 16 * 1024;

std::vector<ByteRange> merge(std::vector<ByteRange> ranges) {
  std::ranges::sort(ranges, {}, &ByteRange::begin);
  std::vector<ByteRange> merged;
  for (const ByteRange& range : ranges) {
    if (range.begin >= range.end) continue;
    if (!merged.empty() && range.begin <= merged.back().end) {
      merged.back().end = std::max(merged.back().end, range.end);
    } else {
      merged.push_back(range);
    }
  }
  return merged;
}

}  // namespace

std::vector<FileRange> parts_of(const WebSeedTorrent& torrent, ByteRange range) {
  std::vector<FileRange> parts;
  const auto& files = torrent.files;
  auto file = std::ranges::upper_bound(files, range.begin, {},
                                       [](const WebSeedFile& entry) { return entry.in_torrent.end; });
  for (; file != files.end() && file->in_torrent.begin < range.end; ++file) {
    const ByteRange part{std::max(range.begin, file->in_torrent.begin),
                         std::min(range.end, file->in_torrent.end)};
    if (!file->padding && part.begin < part.end)
      parts.push_back({static_cast<std::size_t>(file - files.begin()), part});
  }
  return parts;
}

std::vector<FileRange> plan_fetches(const WebSeedTorrent& torrent, std::vector<ByteRange> ranges,
                                    int connections, std::int64_t least) {
  const auto merged = merge(std::move(ranges));
  std::int64_t total = 0;
  for (const ByteRange& range : merged) total += range.size();
  // Shares are whole blocks, so that no block needs two requests.
  const std::int64_t share = (total / std::max(connections, 1) + kBlock - 1) / kBlock * kBlock;
  const std::int64_t most = std::max(least, share);
  std::vector<FileRange> fetches;
  for (const ByteRange& range : merged) {
    for (const FileRange& part : parts_of(torrent, range)) {
      for (std::int64_t at = part.in_torrent.begin; at < part.in_torrent.end;) {
        const std::int64_t end = std::min(at + most, part.in_torrent.end);
        fetches.push_back({part.file, {at, end}});
        at = end;
      }
    }
  }
  return fetches;
}

std::string url_of(const std::string& web_seed, const WebSeedTorrent& torrent, std::size_t file) {
  const bool folder = web_seed.ends_with('/');
  if (torrent.one_file && !folder) return web_seed;
  return web_seed + (folder ? "" : "/") + http::percent_encode(torrent.files[file].path, "-._~/");
}

}  // namespace magnetar::app
