#include "engine/piece_store.h"

#include <algorithm>
#include <utility>

namespace magnetar::engine {

using base::ErrorCode;
using base::PieceIndex;

void PieceStore::open(std::int32_t piece_count) {
  const std::lock_guard lock(mutex_);
  readable_.assign(static_cast<std::size_t>(piece_count), false);
  arriving_.clear();
  news_.clear();
}

void PieceStore::checked(std::vector<bool> have) {
  const std::lock_guard lock(mutex_);
  have.resize(readable_.size());
  // A piece whose writes are still under way becomes readable when they end.
  for (auto& [piece, arriving] : arriving_) {
    const auto index = static_cast<std::size_t>(piece.value);
    if (index < have.size() && have[index] && !readable_[index]) {
      arriving.passed = true;
      have[index] = false;
    }
  }
  readable_ = std::move(have);
  for (Waiter& waiter : waiters_) waiter.wake.notify_all();
}

void PieceStore::write_started(PieceIndex piece) {
  const std::lock_guard lock(mutex_);
  ++arriving_[piece].writes;
}

void PieceStore::write_ended(PieceIndex piece, std::int32_t block, bool written) {
  bool first_news = false;
  {
    const std::lock_guard lock(mutex_);
    const auto found = arriving_.find(piece);
    if (found == arriving_.end()) return;  // of a storage that was opened again since
    Arriving& arriving = found->second;
    --arriving.writes;
    if (written) {
      arriving.lost.erase(block);
    } else {
      // The hash may have been taken from memory: without the block on disk it proves nothing.
      arriving.lost.insert(block);
      arriving.passed = false;
    }
    first_news = settle(piece);
  }
  if (first_news) on_news_();
}

void PieceStore::hash_passed(PieceIndex piece) {
  bool first_news = false;
  {
    const std::lock_guard lock(mutex_);
    arriving_[piece].passed = true;
    first_news = settle(piece);
  }
  if (first_news) on_news_();
}

void PieceStore::hash_failed(PieceIndex piece) {
  const std::lock_guard lock(mutex_);
  const auto found = arriving_.find(piece);
  if (found == arriving_.end()) return;
  found->second.passed = false;
  found->second.lost.clear();
}

void PieceStore::close(base::Error reason) {
  const std::lock_guard lock(mutex_);
  if (!closed_) closed_ = std::move(reason);
  for (Waiter& waiter : waiters_) waiter.wake.notify_all();
}

base::Result<PieceIndex> PieceStore::wait_for(PieceIndex first, PieceIndex end, base::TimePoint deadline,
                                              base::CancelToken& cancel) {
  {
    const std::lock_guard lock(mutex_);
    if (!closed_ && is_readable(first)) return readable_until(first, end);
  }
  const auto registration = cancel.on_cancel([self = shared_from_this()] { self->wake_all(); });
  std::unique_lock lock(mutex_);
  const auto waiter = waiters_.emplace(waiters_.end());
  waiter->piece = first;
  auto waited = wait(lock, *waiter, deadline, cancel);
  waiters_.erase(waiter);
  BOOST_OUTCOME_TRYV(std::move(waited));
  return readable_until(first, end);
}

base::Result<void> PieceStore::wait(std::unique_lock<std::mutex>& lock, Waiter& waiter,
                                    base::TimePoint deadline, base::CancelToken& cancel) {
  bool late = false;
  while (true) {
    if (closed_) return *closed_;
    if (is_readable(waiter.piece)) return base::success();
    if (cancel.cancelled()) return base::Error{ErrorCode::cancelled, "the reader was cancelled"};
    if (late) return base::Error{ErrorCode::timed_out, "the piece did not come in time"};
    late = waiter.wake.wait_until(lock, deadline) == std::cv_status::timeout;
  }
}

PieceIndex PieceStore::readable_until(PieceIndex first, PieceIndex end) const {
  while (first < end && is_readable(first)) ++first;
  return first;
}

bool PieceStore::readable(PieceIndex piece) const {
  const std::lock_guard lock(mutex_);
  return is_readable(piece);
}

std::int64_t PieceStore::readable_bytes(base::ByteRange range, std::int64_t piece_length) const {
  const std::lock_guard lock(mutex_);
  std::int64_t bytes = 0;
  for (std::int64_t at = range.begin; at < range.end;) {
    const std::int64_t index = at / piece_length;
    const std::int64_t next = std::min(range.end, (index + 1) * piece_length);
    if (is_readable(PieceIndex{static_cast<std::int32_t>(index)})) bytes += next - at;
    at = next;
  }
  return bytes;
}

std::vector<PieceIndex> PieceStore::take_news() {
  const std::lock_guard lock(mutex_);
  return std::exchange(news_, {});
}

std::vector<bool> PieceStore::take_all() {
  const std::lock_guard lock(mutex_);
  news_.clear();
  return readable_;
}

bool PieceStore::is_readable(PieceIndex piece) const {
  const auto index = static_cast<std::size_t>(piece.value);
  return piece.value >= 0 && index < readable_.size() && readable_[index];
}

/// Makes the piece readable if nothing is missing any more; tells whether this is the first news.
bool PieceStore::settle(PieceIndex piece) {
  const auto index = static_cast<std::size_t>(piece.value);
  if (piece.value < 0 || index >= readable_.size()) return false;
  const Arriving& arriving = arriving_[piece];
  if (arriving.writes > 0 || !arriving.lost.empty()) return false;
  if (!arriving.passed && !readable_[index]) return false;
  arriving_.erase(piece);
  if (readable_[index]) return false;
  readable_[index] = true;
  news_.push_back(piece);
  for (Waiter& waiter : waiters_) {
    if (waiter.piece == piece) waiter.wake.notify_all();
  }
  return news_.size() == 1;
}

void PieceStore::wake_all() {
  const std::lock_guard lock(mutex_);
  for (Waiter& waiter : waiters_) waiter.wake.notify_all();
}

}  // namespace magnetar::engine
