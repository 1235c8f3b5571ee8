#include "engine/block_picker.h"

#include <algorithm>

namespace magnetar::engine {
namespace {

// The pieces that a viewer needs soon, in the order of the film.
constexpr auto kInOrder = base::Priority::urgent;

}  // namespace

void BlockPicker::open(const PieceSizes& sizes, std::vector<base::ByteRange> padding) {
  const auto count = static_cast<std::size_t>(sizes.count);
  sizes_ = sizes;
  padding_ = std::move(padding);
  priorities_.assign(count, base::Priority::off);
  have_.assign(count, false);
  ranks_.assign(count, 0);
  slot_.assign(count, {base::Priority::off, 0});
  active_.clear();
  for (auto& cache : open_) cache.clear();
}

void BlockPicker::have(std::int32_t piece) {
  if (!inside(piece)) return;
  have_[static_cast<std::size_t>(piece)] = true;
  active_.erase(piece);
  shelve(piece);
}

void BlockPicker::forget(std::int32_t piece) {
  if (!inside(piece)) return;
  have_[static_cast<std::size_t>(piece)] = false;
  // Requests that are under way stay.
  const auto found = active_.find(piece);
  if (found != active_.end()) {
    for (std::int32_t block = 0; block < sizes_.blocks_of(piece); ++block) lost(piece, block);
  }
  shelve(piece);
}

void BlockPicker::want(std::int32_t piece, base::Priority priority) {
  if (!inside(piece)) return;
  priorities_[static_cast<std::size_t>(piece)] = std::min(priority, base::Priority::now);
  shelve(piece);
}

void BlockPicker::rank(const std::vector<std::uint32_t>& ranks) {
  if (ranks.size() != ranks_.size()) return;
  ranks_ = ranks;
  for (std::int32_t piece = 0; piece < sizes_.count; ++piece) shelve(piece);
}

void BlockPicker::asked(const BlockRequest& block) {
  if (!inside(block.piece, block.block())) return;
  Piece& piece = active(block.piece);
  const auto index = static_cast<std::size_t>(block.block());
  if (piece.asked[index]++ == 0 && !piece.here[index]) --piece.open;
  shelve(block.piece);
}

void BlockPicker::released(const BlockRequest& block) {
  const auto found = active_.find(block.piece);
  if (found == active_.end() || !inside(block.piece, block.block())) return;
  Piece& piece = found->second;
  const auto index = static_cast<std::size_t>(block.block());
  if (piece.asked[index] == 0 || --piece.asked[index] > 0 || piece.here[index]) return;
  ++piece.open;
  piece.first = std::min(piece.first, block.block());
  shelve(block.piece);
}

void BlockPicker::arrived(std::int32_t piece, std::int32_t block) {
  if (!inside(piece, block) || have_[static_cast<std::size_t>(piece)]) return;
  Piece& into = active(piece);
  const auto index = static_cast<std::size_t>(block);
  if (into.here[index]) return;
  into.here[index] = true;
  --into.missing;
  if (into.asked[index] == 0) --into.open;
  shelve(piece);
}

void BlockPicker::lost(std::int32_t piece, std::int32_t block) {
  const auto found = active_.find(piece);
  if (found == active_.end() || !inside(piece, block) || is_padding(piece, block)) return;
  Piece& from = found->second;
  const auto index = static_cast<std::size_t>(block);
  if (!from.here[index]) return;
  from.here[index] = false;
  ++from.missing;
  if (from.asked[index] == 0) {
    ++from.open;
    from.first = std::min(from.first, block);
  }
  shelve(piece);
}

base::Priority BlockPicker::priority(std::int32_t piece) const {
  return inside(piece) ? priorities_[static_cast<std::size_t>(piece)] : base::Priority::off;
}

bool BlockPicker::missing(const BlockRequest& block) const {
  if (!inside(block.piece, block.block()) || have_[static_cast<std::size_t>(block.piece)]) return false;
  const auto found = active_.find(block.piece);
  if (found == active_.end()) return !is_padding(block.piece, block.block());
  return !found->second.here[static_cast<std::size_t>(block.block())];
}

int BlockPicker::asked_of(const BlockRequest& block) const {
  const auto found = active_.find(block.piece);
  if (found == active_.end() || !inside(block.piece, block.block())) return 0;
  return found->second.asked[static_cast<std::size_t>(block.block())];
}

bool BlockPicker::is_asked_for(std::int32_t piece) const {
  const auto found = active_.find(piece);
  return found != active_.end() &&
         std::ranges::any_of(found->second.asked, [](std::uint8_t peers) { return peers > 0; });
}

std::int64_t BlockPicker::bytes_missing(std::int32_t piece) const {
  if (!inside(piece) || have_[static_cast<std::size_t>(piece)]) return 0;
  const auto found = active_.find(piece);
  return found == active_.end() ? sizes_.of(piece) : found->second.missing * kBlockSize;
}

std::vector<BlockRequest> BlockPicker::missing_of(std::int32_t piece) const {
  std::vector<BlockRequest> blocks;
  if (!inside(piece)) return blocks;
  for (std::int32_t block = 0; block < sizes_.blocks_of(piece); ++block) {
    const BlockRequest request = request_of(piece, block);
    if (missing(request)) blocks.push_back(request);
  }
  return blocks;
}

std::vector<std::int32_t> BlockPicker::unfinished(base::Priority priority) const {
  std::vector<std::int32_t> pieces;
  for (const auto& [rank, piece] : open_[base::number_of(priority)]) pieces.push_back(piece);
  for (const auto& [piece, state] : active_) {
    if (state.open == 0 && state.missing > 0 && this->priority(piece) == priority) pieces.push_back(piece);
  }
  return pieces;
}

std::vector<std::int32_t> BlockPicker::unchecked() const {
  std::vector<std::int32_t> pieces;
  for (const auto& [piece, state] : active_) {
    if (state.missing == 0 && priority(piece) != base::Priority::off) pieces.push_back(piece);
  }
  return pieces;
}

bool BlockPicker::is_padding(std::int32_t piece, std::int32_t block) const {
  if (padding_.empty()) return false;
  const BlockRequest request = request_of(piece, block);
  const std::int64_t begin = piece * sizes_.length + request.start;
  const auto after =
      std::upper_bound(padding_.begin(), padding_.end(), begin,
                       [](std::int64_t at, const base::ByteRange& range) { return at < range.begin; });
  return after != padding_.begin() && begin + request.length <= std::prev(after)->end;
}

BlockRequest BlockPicker::request_of(std::int32_t piece, std::int32_t block) const {
  const std::int64_t start = block * kBlockSize;
  return {piece, static_cast<std::int32_t>(start),
          static_cast<std::int32_t>(std::min(kBlockSize, sizes_.of(piece) - start))};
}

BlockRequest BlockPicker::first_open(std::int32_t piece) const {
  const auto found = active_.find(piece);
  std::int32_t block = 0;
  if (found != active_.end()) {
    const Piece& state = found->second;
    block = state.first;
    while (state.here[static_cast<std::size_t>(block)] || state.asked[static_cast<std::size_t>(block)] > 0)
      ++block;
  }
  return request_of(piece, block);
}

BlockPicker::Piece& BlockPicker::active(std::int32_t piece) {
  const auto [found, added] = active_.try_emplace(piece);
  Piece& state = found->second;
  if (!added) return state;
  const auto blocks = static_cast<std::size_t>(sizes_.blocks_of(piece));
  state.asked.assign(blocks, 0);
  state.here.assign(blocks, false);
  for (std::size_t block = 0; block < blocks; ++block)
    state.here[block] = is_padding(piece, static_cast<std::int32_t>(block));
  state.open = state.missing =
      static_cast<std::int32_t>(std::count(state.here.begin(), state.here.end(), false));
  return state;
}

/// Moves the piece to its place in open_, or out of it.
void BlockPicker::shelve(std::int32_t piece) {
  const auto index = static_cast<std::size_t>(piece);
  const auto found = active_.find(piece);
  if (found != active_.end()) {
    Piece& state = found->second;
    const auto blocks = static_cast<std::int32_t>(state.here.size());
    const auto taken = [&](std::int32_t block) {
      return state.here[static_cast<std::size_t>(block)] || state.asked[static_cast<std::size_t>(block)] > 0;
    };
    while (state.first < blocks && taken(state.first)) ++state.first;
  }
  const bool is_open = !have_[index] && (found == active_.end() || found->second.open > 0);
  const base::Priority priority = is_open ? priorities_[index] : base::Priority::off;
  const std::uint32_t rank = priority == kInOrder ? 0 : ranks_[index];
  const auto now = std::pair(priority, priority == base::Priority::off ? 0U : rank);
  if (slot_[index] == now) return;
  if (slot_[index].first != base::Priority::off)
    open_[base::number_of(slot_[index].first)].erase({slot_[index].second, piece});
  slot_[index] = now;
  if (priority != base::Priority::off) open_[base::number_of(priority)].insert({rank, piece});
}

}  // namespace magnetar::engine
