#include "app/web_seeds/block_assembly.h"

#include <algorithm>
#include <utility>

#include "app/web_seeds/fetch_plan.h"

namespace magnetar::app {
namespace {

using base::ByteRange;
using engine::BlockRequest;

ByteRange common(ByteRange left, ByteRange right) {
  return {std::max(left.begin, right.begin), std::min(left.end, right.end)};
}

void subtract(std::vector<ByteRange>& ranges, ByteRange taken) {
  std::vector<ByteRange> left;
  for (const ByteRange& range : ranges) {
    const ByteRange gone = common(range, taken);
    if (gone.begin >= gone.end) {
      left.push_back(range);
      continue;
    }
    if (range.begin < gone.begin) left.push_back({range.begin, gone.begin});
    if (gone.end < range.end) left.push_back({gone.end, range.end});
  }
  ranges = std::move(left);
}

}  // namespace

bool BlockAssembly::valid(const BlockRequest& request) const {
  const ByteRange place = place_of(request);
  return request.piece >= 0 && request.piece < torrent_->piece_count && place.end <= torrent_->size &&
         std::int64_t{request.start} + request.length <= torrent_->piece_length;
}

std::vector<ByteRange> BlockAssembly::add(const BlockRequest& request) {
  const ByteRange place = place_of(request);
  const auto [found, is_new] = blocks_.try_emplace(place.begin);
  Waiting& waiting = found->second;
  if (is_new) {
    waiting.block = {request, std::string(static_cast<std::size_t>(request.length), '\0')};
    for (const FileRange& part : parts_of(*torrent_, place)) waiting.missing.push_back(part.in_torrent);
  }
  return waiting.missing;
}

std::vector<BlockAssembly::Block> BlockAssembly::fill(std::int64_t at, std::string_view bytes) {
  std::vector<Block> whole;
  const ByteRange came{at, at + static_cast<std::int64_t>(bytes.size())};
  for (auto next = first_after(at); next != blocks_.end() && next->first < came.end;) {
    const auto place = blocks_.find(next->first);
    Waiting& waiting = place->second;
    const ByteRange part = common(came, place_of(waiting.block.request));
    bytes.copy(waiting.block.bytes.data() + (part.begin - place->first),
               static_cast<std::size_t>(part.size()), static_cast<std::size_t>(part.begin - at));
    subtract(waiting.missing, part);
    ++next;
    if (!waiting.missing.empty()) continue;
    whole.push_back(std::move(waiting.block));
    blocks_.erase(place);
  }
  return whole;
}

std::vector<BlockAssembly::Block> BlockAssembly::take_whole() {
  std::vector<Block> whole;
  std::erase_if(blocks_, [&](auto& entry) {
    if (!entry.second.missing.empty()) return false;
    whole.push_back(std::move(entry.second.block));
    return true;
  });
  return whole;
}

std::vector<BlockRequest> BlockAssembly::drop(ByteRange range) {
  std::vector<BlockRequest> dropped;
  auto next = first_after(range.begin);
  while (next != blocks_.end() && next->first < range.end) {
    dropped.push_back(next->second.block.request);
    next = blocks_.erase(next);
  }
  return dropped;
}

std::vector<ByteRange> BlockAssembly::missing(ByteRange range) const {
  std::vector<ByteRange> all;
  for (auto next = first_after(range.begin); next != blocks_.end() && next->first < range.end; ++next) {
    for (const ByteRange& part : next->second.missing) {
      const ByteRange wanted = common(part, range);
      if (wanted.begin < wanted.end) all.push_back(wanted);
    }
  }
  return all;
}

ByteRange BlockAssembly::place_of(const BlockRequest& request) const {
  const std::int64_t begin = request.piece * torrent_->piece_length + request.start;
  return {begin, begin + request.length};
}

BlockAssembly::Blocks::const_iterator BlockAssembly::first_after(std::int64_t at) const {
  auto found = blocks_.upper_bound(at);
  if (found == blocks_.begin()) return found;
  const auto before = std::prev(found);
  return place_of(before->second.block.request).end > at ? before : found;
}

}  // namespace magnetar::app
