#include "engine/piece_checks.h"

#include <algorithm>
#include <boost/asio/post.hpp>
#include <cerrno>
#include <ctime>
#include <libtorrent/error_code.hpp>
#include <utility>

namespace magnetar::engine {
namespace {

namespace lt = libtorrent;
using namespace std::chrono_literals;

// The period for pieces whose v2 hash is still to come from a peer.
constexpr std::chrono::milliseconds kLookForHashes{50};
constexpr std::chrono::milliseconds kTick{250};
// The processor time for a search of the right bytes; the first kTriesAnyway tries are free.
constexpr std::chrono::milliseconds kMostCpu{100};
constexpr int kTriesAnyway = 4;
// The time before the same peers are asked for the same blocks again; doubled each time.
constexpr std::chrono::seconds kPatience{5};
constexpr std::chrono::seconds kMostPatience{60};
// The number of repairs after which a wrong piece is the disk's fault.
constexpr int kMostRepairs = 3;

std::chrono::nanoseconds cpu_time() {
  timespec time{};
  ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return std::chrono::seconds(time.tv_sec) + std::chrono::nanoseconds(time.tv_nsec);
}

/// Searches the right bytes within kMostCpu. Called on another thread.
CopiesVerdict look_within_limits(const FailedPiece& piece, const PieceExpected& expected,
                                 const std::set<PeerNumber>& liars, bool complete) {
  PieceTest test(piece.copies(), expected);
  int tries = 0;
  const auto began = cpu_time();
  const auto right = [&](const PieceCopies::Choice& choice) {
    ++tries;
    return test.right(choice);
  };
  const auto enough = [&] { return tries >= kTriesAnyway && cpu_time() - began > kMostCpu; };
  return look_for_right(piece.copies(), piece.padding(), liars, complete, right, enough);
}

}  // namespace

PieceChecks::PieceChecks(World world, const PieceSizes& sizes, lt::io_context& context)
    : world_(std::move(world)), sizes_(sizes), context_(context), timer_(context) {}

void PieceChecks::check(std::int32_t piece, lt::span<lt::sha256_hash> v2, lt::disk_job_flags_t flags,
                        PieceDisk::HashHandler handler) {
  if (stopped_) return world_.disk->hash(piece, v2, flags, std::move(handler));
  Piece& job = pieces_[piece];
  job = {};
  job.handler = std::move(handler);
  job.v2 = v2;
  job.flags = flags;
  hash(piece);
}

void PieceChecks::hash(std::int32_t piece) {
  Piece& job = pieces_.at(piece);
  // A liar's blocks are overwritten first; otherwise they would count as the copies that replace them.
  if (distrusted_.contains(piece) || overwriting(piece)) {
    job.step = Step::waits_for_blocks;
    return;
  }
  job.step = Step::hashing;
  job.hashed = ++hashes_begun_;
  world_.disk->hash(piece, job.v2, job.flags,
                    [weak = weak_from_this(), piece, id = job.hashed](
                        lt::piece_index_t, const lt::sha1_hash& v1, const lt::storage_error& error) {
                      if (const auto self = weak.lock()) self->on_hash(piece, id, v1, error);
                    });
}

void PieceChecks::on_hash(std::int32_t piece, std::size_t job, const lt::sha1_hash& v1,
                          const lt::storage_error& error) {
  const auto found = pieces_.find(piece);
  if (found == pieces_.end() || found->second.hashed != job) return;
  found->second.v1 = v1;
  if (error || found->second.lost) return answer(piece, found->second.lost.value_or(error));
  judge(piece);
}

void PieceChecks::judge(std::int32_t piece) {
  Piece& job = pieces_.at(piece);
  switch (world_.hashes->check(piece, job.v1, job.v2)) {
    case HashVerdict::passed:
      return answer(piece, {});
    case HashVerdict::failed:
      return on_failed(piece);
    case HashVerdict::unknown:
      job.step = Step::waits_for_hashes;
      schedule();
  }
}

void PieceChecks::on_failed(std::int32_t piece) {
  Piece& job = pieces_.at(piece);
  const bool for_libtorrent = !world_.hashes->has_v2() && !world_.scheduler->somebody_gives(piece);
  if (for_libtorrent && came_from_elsewhere(piece)) return answer(piece, {});
  world_.store->check_failed(base::PieceIndex{piece});
  if (job.repairs >= kMostRepairs) {
    lt::storage_error error;
    error.ec.assign(EIO, lt::system_category());
    error.operation = lt::operation_t::file_write;
    return answer(piece, error);
  }
  begin_comparing(piece);
}

void PieceChecks::begin_comparing(std::int32_t piece) {
  Piece& job = pieces_.at(piece);
  if (!has_memory_for(piece)) {
    job.step = Step::waits_for_memory;
    return schedule();
  }
  job.step = Step::comparing;
  job.failed = std::make_unique<FailedPiece>(padding_of(piece));
  job.patience = kPatience;
  read_first_copies(piece);
}

void PieceChecks::read_first_copies(std::int32_t piece) {
  const KeptPiece kept = world_.store->kept(base::PieceIndex{piece});
  Piece& job = pieces_.at(piece);
  job.reads = sizes_.blocks_of(piece);
  for (std::int32_t index = 0; index < sizes_.blocks_of(piece); ++index) {
    const BlockRequest block = block_at(piece, index);
    const auto place = static_cast<std::size_t>(index);
    if (place < kept.size() && kept[place]) {
      take_first_copy(block, kept[place]);
      continue;
    }
    world_.disk->read(block, [weak = weak_from_this(), block](std::span<const std::byte> bytes,
                                                              const lt::storage_error& error) {
      const auto self = weak.lock();
      if (!self) return;
      if (error) return self->answer(block.piece, error);
      self->take_first_copy(block, self->keep(bytes));
    });
  }
}

void PieceChecks::take_first_copy(const BlockRequest& block, std::shared_ptr<const KeptBlock> bytes) {
  const auto found = pieces_.find(block.piece);
  if (found == pieces_.end() || !found->second.failed) return;
  const auto& senders = world_.scheduler->senders().of(block.piece, block.block());
  found->second.failed->add(block.block(), senders.empty() ? 0 : senders.front(), std::move(bytes));
  if (--found->second.reads > 0) return;
  if (const PeerNumber sole = sole_sender(block.piece); sole != 0)
    ban({{sole, sizes_.blocks_of(block.piece)}});
  ask_again(block.piece);
}

void PieceChecks::ask_again(std::int32_t piece) {
  pieces_.at(piece).asked_at = base::monotonic_now();
  world_.scheduler->ask_again(piece, base::monotonic_now());
  world_.scheduler->suspect(piece, world_.scheduler->liars());
  schedule();
}

void PieceChecks::on_copy(const BlockRequest& block, PeerNumber sender, std::span<const std::byte> bytes) {
  const auto distrusted = distrusted_.find(block.piece);
  if (distrusted != distrusted_.end() && distrusted->second.erase(block.block()) > 0) {
    if (distrusted->second.empty()) distrusted_.erase(distrusted);
    return overwrite(block, keep(bytes));
  }
  const auto found = pieces_.find(block.piece);
  if (found == pieces_.end() || found->second.step != Step::comparing) return;
  if (found->second.reads > 0) return;  // the written copies come first
  found->second.failed->add(block.block(), sender, keep(bytes));
  found->second.asked_at = base::monotonic_now();
  // Posted, because RequestScheduler is in the middle of its work.
  boost::asio::post(context_, [weak = weak_from_this(), piece = block.piece] {
    if (const auto self = weak.lock()) self->look(piece);
  });
}

void PieceChecks::look(std::int32_t piece) {
  const auto found = pieces_.find(piece);
  if (found == pieces_.end() || found->second.step != Step::comparing || found->second.reads > 0) return;
  Piece& job = found->second;
  if (!job.failed->copies().differing().empty())
    world_.scheduler->suspect(piece, job.failed->copies().suspects());
  const bool complete = world_.scheduler->complete(piece);
  if (job.looking || !job.failed->is_worth_a_look(complete)) return;
  job.looking = true;
  job.failed->looked(complete);
  world_.aside([weak = weak_from_this(), piece, complete, &context = context_, copies = *job.failed,
                expected = world_.hashes->expected(piece), liars = world_.scheduler->liars()] {
    auto verdict = look_within_limits(copies, expected, liars, complete);
    boost::asio::post(context, [weak, piece, complete, verdict = std::move(verdict)] {
      if (const auto self = weak.lock()) self->on_looked(piece, verdict, complete);
    });
  });
}

void PieceChecks::on_looked(std::int32_t piece, const CopiesVerdict& verdict, bool complete) {
  const auto found = pieces_.find(piece);
  if (found == pieces_.end() || !std::exchange(found->second.looking, false)) return;
  if (verdict.right) return repair(piece, *verdict.right);
  std::map<PeerNumber, int> exposed;
  for (const PeerNumber peer : verdict.exposed) exposed[peer] = sizes_.blocks_of(piece);
  ban(exposed);
  // More than one peer lies, or the liars agree with each other: other peers are asked.
  if (complete && world_.scheduler->complete(piece)) return ask_again(piece);
  look(piece);
}

void PieceChecks::answer(std::int32_t piece, const lt::storage_error& error) {
  const auto found = pieces_.find(piece);
  if (found == pieces_.end()) return;
  const Piece job = std::move(found->second);
  pieces_.erase(found);
  job.handler(lt::piece_index_t(piece), job.v1, error);
}

void PieceChecks::on_write_failed(std::int32_t piece, const lt::storage_error& error) {
  distrusted_.erase(piece);
  const auto found = pieces_.find(piece);
  if (found == pieces_.end()) return;
  found->second.lost = error;
  if (found->second.step != Step::hashing) answer(piece, error);
}

void PieceChecks::stop() {
  stopped_ = true;
  timer_.cancel();
  overwrites_.clear();
  while (!pieces_.empty()) {
    lt::storage_error error;
    error.ec.assign(ECANCELED, lt::system_category());
    answer(pieces_.begin()->first, error);
  }
}

void PieceChecks::tick() {
  ticking_ = false;
  std::vector<std::int32_t> pieces;
  for (const auto& [piece, job] : pieces_) pieces.push_back(piece);
  std::ranges::stable_sort(pieces, std::ranges::greater{},
                           [&](std::int32_t piece) { return world_.scheduler->priority(piece); });
  for (const std::int32_t piece : pieces) look_after(piece);
  if (!world_.scheduler->halted()) write_again();
  schedule();
}

void PieceChecks::look_after(std::int32_t piece) {
  const auto found = pieces_.find(piece);
  if (found == pieces_.end()) return;
  Piece& job = found->second;
  if (job.step == Step::waits_for_hashes) return judge(piece);
  if (job.step == Step::waits_for_memory) return begin_comparing(piece);
  if (job.step != Step::comparing || job.reads > 0) return;
  if (base::monotonic_now() - job.asked_at <= job.patience || world_.scheduler->is_asked_for(piece)) return;
  job.asked_at = base::monotonic_now();
  job.patience = std::min<base::Duration>(2 * job.patience, kMostPatience);
  world_.scheduler->ask_anybody(piece, base::monotonic_now());
}

void PieceChecks::schedule() {
  if (ticking_ || stopped_ || (pieces_.empty() && overwrites_.empty())) return;
  const bool soon = std::ranges::any_of(
      pieces_, [](const auto& entry) { return entry.second.step == Step::waits_for_hashes; });
  ticking_ = true;
  timer_.expires_after(soon ? kLookForHashes : kTick);
  timer_.async_wait([weak = weak_from_this()](const boost::system::error_code& error) {
    const auto self = weak.lock();
    if (self && !error) self->tick();
  });
}

BlockRequest PieceChecks::block_at(std::int32_t piece, std::int32_t block) const {
  const std::int64_t start = block * kBlockSize;
  return {piece, static_cast<std::int32_t>(start),
          static_cast<std::int32_t>(std::min(kBlockSize, sizes_.of(piece) - start))};
}

/// Whether the piece's copies fit in memory. A single piece is compared whatever its size.
bool PieceChecks::has_memory_for(std::int32_t piece) const {
  const bool alone = std::ranges::none_of(pieces_, [&](const auto& entry) {
    return entry.second.failed != nullptr && world_.scheduler->priority(entry.first) != base::Priority::off;
  });
  return alone || world_.store->memory().has_room_for(sizes_.of(piece));
}

std::shared_ptr<const KeptBlock> PieceChecks::keep(std::span<const std::byte> bytes) const {
  return world_.store->memory().keep_anyway(bytes);
}

std::vector<bool> PieceChecks::padding_of(std::int32_t piece) const {
  std::vector<bool> padding;
  for (std::int32_t block = 0; block < sizes_.blocks_of(piece); ++block)
    padding.push_back(world_.scheduler->is_padding(piece, block));
  return padding;
}

/// The peer that sent the whole piece; 0: more than one peer, or an unknown one.
PeerNumber PieceChecks::sole_sender(std::int32_t piece) const {
  PeerNumber sole = 0;
  for (std::int32_t block = 0; block < sizes_.blocks_of(piece); ++block) {
    if (world_.scheduler->is_padding(piece, block)) continue;
    const auto& senders = world_.scheduler->senders().of(piece, block);
    if (senders.empty() || senders.front() == 0 || (sole != 0 && senders.front() != sole)) return 0;
    sole = senders.front();
  }
  return sole;
}

bool PieceChecks::came_from_elsewhere(std::int32_t piece) const {
  for (std::int32_t block = 0; block < sizes_.blocks_of(piece); ++block) {
    const auto& senders = world_.scheduler->senders().of(piece, block);
    if (!world_.scheduler->is_padding(piece, block) && (senders.empty() || senders.front() == 0)) return true;
  }
  return false;
}

}  // namespace magnetar::engine
