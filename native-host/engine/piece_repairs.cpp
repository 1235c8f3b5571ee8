// Writes the right bytes of a failed piece once they are known, and bans the liars.

#include <algorithm>
#include <utility>

#include "engine/failure.h"
#include "engine/piece_checks.h"

namespace magnetar::engine {
namespace {

namespace lt = libtorrent;

}  // namespace

void PieceChecks::repair(std::int32_t piece, const PieceCopies::Choice& right) {
  Piece& job = pieces_.at(piece);
  const auto wrong = job.failed->copies().wrong_by(right);
  job.step = Step::writing;
  ++job.repairs;
  const auto failed = std::move(job.failed);
  // The written bytes were right and were read back wrong: all blocks are written again.
  const bool all = std::ranges::all_of(right, [](std::uint8_t copy) { return copy == 0; });
  for (std::size_t index = 0; index < right.size(); ++index) {
    if (right[index] == 0 && (!all || failed->padding()[index])) continue;
    overwrite(block_at(piece, static_cast<std::int32_t>(index)),
              failed->copies().of(index)[right[index]].bytes);
  }
  ban(wrong);
  go_on_after_writes(piece);
}

/// Waits for earlier writes: two writes of one block may change places on libtorrent's disk threads.
void PieceChecks::overwrite(const BlockRequest& block, std::shared_ptr<const KeptBlock> bytes) {
  const std::size_t id = ++overwrites_begun_;
  overwrites_.emplace(id, Overwrite{block, std::move(bytes)});
  world_.disk->when_written(block.piece, [weak = weak_from_this(), id] {
    if (const auto self = weak.lock()) self->write(id);
  });
}

void PieceChecks::write(std::size_t id) {
  const auto found = overwrites_.find(id);
  if (found == overwrites_.end()) return;
  Overwrite& right = found->second;
  right.failed = false;
  const base::PieceIndex piece{right.block.piece};
  world_.store->write_started(piece, right.block.block(), right.bytes->bytes());
  world_.disk->write(right.block, right.bytes->bytes(), [weak = weak_from_this(), id](const auto& error) {
    if (const auto self = weak.lock()) self->on_overwritten(id, error);
  });
}

void PieceChecks::on_overwritten(std::size_t id, const lt::storage_error& error) {
  const auto found = overwrites_.find(id);
  if (found == overwrites_.end()) return;
  const BlockRequest block = found->second.block;
  world_.store->write_ended(base::PieceIndex{block.piece}, block.block(), !error);
  if (error) {
    found->second.failed = true;
    world_.scheduler->halt();
    world_.store->disk_failed(to_failure(error.ec, ""));
    return schedule();
  }
  overwrites_.erase(found);
  go_on_after_writes(block.piece);
}

void PieceChecks::go_on_after_writes(std::int32_t piece) {
  const auto found = pieces_.find(piece);
  if (found == pieces_.end() || overwriting(piece) || distrusted_.contains(piece)) return;
  if (found->second.step == Step::writing || found->second.step == Step::waits_for_blocks) hash(piece);
}

void PieceChecks::ban(const std::map<PeerNumber, int>& liars) {
  for (const auto& [peer, blocks] : liars) {
    const bool known = world_.scheduler->is_banned(peer);
    world_.scheduler->ban(peer, blocks);
    if (!known) distrust(peer);
  }
}

/// Has the liar's blocks of pieces that are not being checked yet requested of other peers before they fail.
void PieceChecks::distrust(PeerNumber liar) {
  for (const auto& [piece, block] : world_.scheduler->senders().written_by(liar)) {
    const auto found = pieces_.find(piece);
    if (found != pieces_.end() && found->second.step != Step::waits_for_blocks &&
        found->second.step != Step::waits_for_hashes)
      continue;
    if (found != pieces_.end()) found->second.step = Step::waits_for_blocks;
    distrusted_[piece].insert(block);
    world_.scheduler->ask_again(piece, block, base::monotonic_now());
  }
}

void PieceChecks::write_again() {
  std::vector<std::size_t> failed;
  for (const auto& [id, right] : overwrites_) {
    if (right.failed) failed.push_back(id);
  }
  for (const std::size_t id : failed) write(id);
}

bool PieceChecks::overwriting(std::int32_t piece) const {
  return std::ranges::any_of(overwrites_,
                             [&](const auto& entry) { return entry.second.block.piece == piece; });
}

}  // namespace magnetar::engine
