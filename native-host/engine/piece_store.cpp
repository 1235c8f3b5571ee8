#include "engine/piece_store.h"

#include <algorithm>
#include <utility>

namespace magnetar::engine {

using base::ErrorCode;
using base::PieceIndex;

void PieceStore::open(const PieceSizes& sizes) {
  const std::lock_guard lock(mutex_);
  sizes_ = sizes;
  set_on_disk(std::vector<bool>(static_cast<std::size_t>(sizes.count), false));
  arriving_.clear();
  news_ = {};
}

void PieceStore::checked(std::vector<bool> have) {
  const std::lock_guard lock(mutex_);
  have.resize(on_disk_.size());
  // A found piece with writes under way is on the disk when they end. Earlier failed writes of a found piece
  // do not count.
  for (auto entry = arriving_.begin(); entry != arriving_.end();) {
    auto& [piece, arriving] = *entry;
    const auto index = static_cast<std::size_t>(piece.value);
    const bool found = index < have.size() && have[index] && !on_disk_[index];
    if (found && arriving.writes == 0) {
      entry = arriving_.erase(entry);
      continue;
    }
    if (found) {
      arriving.passed = true;
      have[index] = false;
    }
    ++entry;
  }
  set_on_disk(std::move(have));
  for (const PieceIndex piece : std::exchange(doubted_, {})) doubt_one(piece);
  for (Waiter& waiter : waiters_) waiter.wake.notify_all();
}

void PieceStore::hold() {
  const std::lock_guard lock(mutex_);
  held_ = true;
  all_changed();
}

void PieceStore::release() {
  const std::lock_guard lock(mutex_);
  held_ = false;
  all_changed();
  for (Waiter& waiter : waiters_) waiter.wake.notify_all();
}

void PieceStore::doubt(PieceIndex first, PieceIndex end) {
  const std::lock_guard lock(mutex_);
  for (PieceIndex piece = first; piece < end; ++piece) doubt_one(piece);
}

void PieceStore::doubt_one(PieceIndex piece) {
  if (!inside(piece) || !on_disk_[static_cast<std::size_t>(piece.value)]) return;
  mark(piece, false);
  doubted_.insert(piece);
}

std::optional<PieceIndex> PieceStore::next_doubted() const {
  const std::lock_guard lock(mutex_);
  for (const Waiter& waiter : waiters_) {
    if (doubted_.contains(waiter.piece)) return waiter.piece;
  }
  return doubted_.empty() ? std::nullopt : std::optional(*doubted_.begin());
}

void PieceStore::settle_doubt(PieceIndex piece, bool right) {
  bool first_news = false;
  {
    const std::lock_guard lock(mutex_);
    if (doubted_.erase(piece) == 0 || !right) return;
    const bool had_news = !news_.empty();
    arriving_.erase(piece);
    awaited_.erase(piece);
    mark(piece, true);
    news_.readable.push_back(piece);
    news_.on_disk.push_back(piece);
    wake(piece);
    first_news = !had_news;
  }
  if (first_news) on_news_();
}

void PieceStore::expect(PieceIndex piece, bool soon) {
  const std::lock_guard lock(mutex_);
  if (soon && !is_on_disk(piece)) {
    awaited_.insert(piece);
  } else {
    awaited_.erase(piece);
  }
}

void PieceStore::write_started(PieceIndex piece, std::int32_t block, std::span<const std::byte> bytes) {
  trace_->received(piece, block * kBlockSize);
  const std::lock_guard lock(mutex_);
  Arriving& arriving = arriving_[piece];
  ++arriving.writes;
  if (!arriving.passed) keep(arriving, piece, block, bytes);
}

void PieceStore::keep(Arriving& arriving, PieceIndex piece, std::int32_t block,
                      std::span<const std::byte> bytes) {
  const auto index = static_cast<std::size_t>(block);
  if (!awaited_.contains(piece) || block < 0 || index >= blocks_in(piece)) return;
  if (!arriving.kept) arriving.kept = std::make_shared<KeptPiece>(blocks_in(piece));
  (*arriving.kept)[index] = memory_->keep(bytes);
}

void PieceStore::write_ended(PieceIndex piece, std::int32_t block, bool written) {
  bool first_news = false;
  {
    const std::lock_guard lock(mutex_);
    const auto found = arriving_.find(piece);
    if (found == arriving_.end()) return;  // the storage was opened again after the write began
    Arriving& arriving = found->second;
    --arriving.writes;
    if (written) {
      arriving.lost.erase(block);
    } else {
      // The check may have hashed the block from memory; without the block on the disk it proves nothing.
      arriving.lost.insert(block);
      arriving.passed = arriving.told = false;
    }
    first_news = settle(piece);
  }
  if (first_news) on_news_();
}

void PieceStore::hash_passed(PieceIndex piece) {
  trace_->verified(piece, true);
  bool first_news = false;
  {
    const std::lock_guard lock(mutex_);
    arriving_[piece].passed = true;
    first_news = settle(piece);
  }
  if (first_news) on_news_();
}

void PieceStore::hash_failed(PieceIndex piece) {
  trace_->verified(piece, false);
  const std::lock_guard lock(mutex_);
  ++hash_failures_;
  const auto found = arriving_.find(piece);
  if (found == arriving_.end()) return;
  found->second.passed = found->second.told = false;
  found->second.lost.clear();
  found->second.kept.reset();
}

void PieceStore::check_failed(PieceIndex piece) {
  trace_->verified(piece, false);
  const std::lock_guard lock(mutex_);
  ++hash_failures_;
}

void PieceStore::disk_failed(base::Error error) {
  bool first_news = false;
  {
    const std::lock_guard lock(mutex_);
    first_news = news_.empty();
    news_.failure = std::move(error);
  }
  if (first_news) on_news_();
}

KeptPiece PieceStore::kept(PieceIndex piece) const {
  const std::lock_guard lock(mutex_);
  const auto found = arriving_.find(piece);
  return found == arriving_.end() || !found->second.kept ? KeptPiece{} : *found->second.kept;
}

std::int64_t PieceStore::hash_failures() const {
  const std::lock_guard lock(mutex_);
  return hash_failures_;
}

void PieceStore::close(base::Error reason) {
  const std::lock_guard lock(mutex_);
  if (!closed_) closed_ = std::move(reason);
  for (Waiter& waiter : waiters_) waiter.wake.notify_all();
}

void PieceStore::fail(base::Error reason) {
  const std::lock_guard lock(mutex_);
  failed_ = std::move(reason);
  for (Waiter& waiter : waiters_) waiter.wake.notify_all();
}

void PieceStore::go_on() {
  const std::lock_guard lock(mutex_);
  failed_.reset();
}

base::Result<PieceRun> PieceStore::wait_for(PieceIndex first, PieceIndex end, base::TimePoint deadline,
                                            base::CancelToken& cancel) {
  {
    const std::lock_guard lock(mutex_);
    if (!closed_ && is_readable(first)) return run_from(first, end);
  }
  const auto registration = cancel.on_cancel([self = shared_from_this()] { self->wake_all(); });
  std::unique_lock lock(mutex_);
  const auto waiter = waiters_.emplace(waiters_.end());
  waiter->piece = first;
  awaited_.insert(first);
  auto waited = wait(lock, *waiter, deadline, cancel);
  waiters_.erase(waiter);
  BOOST_OUTCOME_TRYV(std::move(waited));
  return run_from(first, end);
}

base::Result<void> PieceStore::wait(std::unique_lock<std::mutex>& lock, Waiter& waiter,
                                    base::TimePoint deadline, base::CancelToken& cancel) {
  bool late = false;
  while (true) {
    if (closed_) return *closed_;
    if (is_readable(waiter.piece)) return base::success();
    if (failed_) return *failed_;
    if (cancel.cancelled()) return base::Error{ErrorCode::cancelled, "the reader was cancelled"};
    if (late) return base::Error{ErrorCode::timed_out, "the piece did not come in time"};
    late = waiter.wake.wait_until(lock, deadline) == std::cv_status::timeout;
  }
}

PieceRun PieceStore::run_from(PieceIndex first, PieceIndex end) const {
  if (!is_on_disk(first)) return {PieceIndex{first.value + 1}, in_memory(first)};
  while (first < end && is_on_disk(first)) ++first;
  return {first, nullptr};
}

bool PieceStore::readable(PieceIndex piece) const {
  const std::lock_guard lock(mutex_);
  return is_readable(piece);
}

std::optional<PieceIndex> PieceStore::first_unreadable(PieceIndex begin, PieceIndex end) const {
  const std::lock_guard lock(mutex_);
  while (begin < end && is_readable(begin)) ++begin;
  return begin < end ? std::optional(begin) : std::nullopt;
}

bool PieceStore::on_disk(PieceIndex piece) const {
  const std::lock_guard lock(mutex_);
  return is_on_disk(piece);
}

bool PieceStore::believed(PieceIndex piece) const {
  const std::lock_guard lock(mutex_);
  return is_on_disk(piece) || doubted_.contains(piece);
}

std::int64_t PieceStore::bytes_on_disk(base::ByteRange range, std::int64_t piece_length) const {
  const std::lock_guard lock(mutex_);
  std::int64_t bytes = 0;
  const std::int64_t chunk_length = piece_length * static_cast<std::int64_t>(kChunk);
  for (std::int64_t at = range.begin; at < range.end;) {
    if (!held_ && at % chunk_length == 0 && at + chunk_length <= range.end) {
      const auto chunk = static_cast<std::size_t>(at / chunk_length);
      if (chunk >= on_disk_in_chunk_.size()) break;
      bytes += on_disk_in_chunk_[chunk] * piece_length;
      at += chunk_length;
      continue;
    }
    const std::int64_t index = at / piece_length;
    const std::int64_t next = std::min(range.end, (index + 1) * piece_length);
    if (is_on_disk(PieceIndex{static_cast<std::int32_t>(index)})) bytes += next - at;
    at = next;
  }
  return bytes;
}

DiskChanges PieceStore::changes_since(std::uint64_t version) const {
  const std::lock_guard lock(mutex_);
  const std::uint64_t now = version_of_changes_ + changes_.size();
  if (version < version_of_changes_ || version > now) return {now, std::nullopt};
  const auto first = changes_.begin() + static_cast<std::ptrdiff_t>(version - version_of_changes_);
  return {now, std::vector(first, changes_.end())};
}

PieceStore::News PieceStore::take_news() {
  const std::lock_guard lock(mutex_);
  return std::exchange(news_, {});
}

std::vector<bool> PieceStore::take_all() {
  const std::lock_guard lock(mutex_);
  news_.readable.clear();
  news_.on_disk.clear();
  return on_disk_;
}

void PieceStore::set_on_disk(std::vector<bool> on_disk) {
  on_disk_ = std::move(on_disk);
  all_changed();
  on_disk_in_chunk_.assign(on_disk_.size() / kChunk + 1, 0);
  for (std::size_t index = 0; index < on_disk_.size(); ++index)
    if (on_disk_[index]) ++on_disk_in_chunk_[index / kChunk];
}

void PieceStore::mark(PieceIndex piece, bool here) {
  const auto index = static_cast<std::size_t>(piece.value);
  if (on_disk_[index] == here) return;
  on_disk_[index] = here;
  changes_.push_back(piece);
  if (changes_.size() > kMostChanges) {
    changes_.pop_front();
    ++version_of_changes_;
  }
  on_disk_in_chunk_[index / kChunk] += here ? 1 : -1;
}

void PieceStore::all_changed() {
  version_of_changes_ += changes_.size() + 1;
  changes_.clear();
}

bool PieceStore::inside(PieceIndex piece) const {
  return piece.value >= 0 && piece.value < sizes_.count;
}

bool PieceStore::is_on_disk(PieceIndex piece) const {
  return !held_ && inside(piece) && on_disk_[static_cast<std::size_t>(piece.value)];
}

/// The piece, if it has passed its check and all of it is kept; else null.
std::shared_ptr<const KeptPiece> PieceStore::in_memory(PieceIndex piece) const {
  const auto found = arriving_.find(piece);
  if (found == arriving_.end() || !found->second.passed || !found->second.kept) return nullptr;
  const KeptPiece& kept = *found->second.kept;
  return std::find(kept.begin(), kept.end(), nullptr) == kept.end() ? found->second.kept : nullptr;
}

std::size_t PieceStore::blocks_in(PieceIndex piece) const {
  if (!inside(piece)) return 0;
  const std::int64_t size = piece.value + 1 == sizes_.count ? sizes_.last : sizes_.length;
  return static_cast<std::size_t>((size + kBlockSize - 1) / kBlockSize);
}

/// Updates the piece's state and wakes its waiting readers. Returns whether there is news after there was
/// none.
bool PieceStore::settle(PieceIndex piece) {
  if (!inside(piece)) return false;
  const bool had_news = !news_.empty();
  Arriving& arriving = arriving_[piece];
  const bool was_on_disk = is_on_disk(piece);
  const bool now_on_disk = arriving.writes == 0 && arriving.lost.empty() && (arriving.passed || was_on_disk);
  if (!was_on_disk && !arriving.told && (now_on_disk || in_memory(piece) != nullptr)) {
    arriving.told = true;
    news_.readable.push_back(piece);
  }
  if (now_on_disk) {
    arriving_.erase(piece);
    awaited_.erase(piece);
    mark(piece, true);
    if (!was_on_disk) news_.on_disk.push_back(piece);
  }
  if (is_readable(piece)) wake(piece);
  return !had_news && !news_.empty();
}

void PieceStore::wake(PieceIndex piece) {
  for (Waiter& waiter : waiters_) {
    if (waiter.piece == piece) waiter.wake.notify_all();
  }
}

void PieceStore::wake_all() {
  const std::lock_guard lock(mutex_);
  for (Waiter& waiter : waiters_) waiter.wake.notify_all();
}

}  // namespace magnetar::engine
