#include "app/torrents/file_stream.h"

#include <algorithm>
#include <utility>

namespace magnetar::app {

using base::BodyBytes;
using base::Result;

/// The response's cursor in the scheduler. Posted calls share it, so that it outlives the stream.
class FileStream::Lease {
 public:
  Lease(std::weak_ptr<Torrent> torrent, streaming::ViewerId viewer, base::ByteRange file,
        std::int64_t position)
      : torrent_(std::move(torrent)), viewer_(std::move(viewer)), file_(file), position_(position) {}

  /// HTTP thread. Sets the position and returns whether move() has to be posted; a move() under way finds the
  /// new position.
  [[nodiscard]] bool set_position(std::int64_t position) {
    position_ = position;
    return !move_posted_.exchange(true);
  }

  // Methods for the loop thread only.
  void open() {
    if (auto* scheduler = this->scheduler()) cursor_ = scheduler->open(viewer_, file_, position_);
  }
  void move() {
    move_posted_ = false;
    if (auto* scheduler = this->scheduler(); scheduler && cursor_) scheduler->move(*cursor_, position_);
  }
  void wait_began() {
    if (auto* scheduler = this->scheduler(); scheduler && cursor_) scheduler->wait_began(*cursor_);
  }
  void wait_ended() {
    if (auto* scheduler = this->scheduler(); scheduler && cursor_) scheduler->wait_ended(*cursor_);
  }
  void close() {
    if (auto* scheduler = this->scheduler(); scheduler && cursor_) scheduler->close(*cursor_);
  }

 private:
  /// Returns null when the torrent is gone. Torrents are removed on the loop only, so the pointer is valid
  /// during the call.
  [[nodiscard]] streaming::Scheduler* scheduler() const {
    const auto torrent = torrent_.lock();
    return torrent ? torrent->scheduler() : nullptr;
  }

  const std::weak_ptr<Torrent> torrent_;
  const streaming::ViewerId viewer_;
  const base::ByteRange file_;
  std::atomic<std::int64_t> position_;  ///< in the torrent
  std::atomic<bool> move_posted_ = false;
  std::optional<streaming::CursorId> cursor_;
};

FileStream::FileStream(base::Executor& loop, std::weak_ptr<Torrent> torrent,
                       std::shared_ptr<engine::TorrentData> data, const engine::TorrentFile& file,
                       std::int64_t first, std::string viewer, std::shared_ptr<base::StreamTrace> trace)
    : loop_(loop),
      lease_(std::make_shared<Lease>(std::move(torrent), streaming::ViewerId{viewer}, file.in_torrent,
                                     file.in_torrent.begin + first)),
      trace_(std::move(trace)),
      viewer_(std::move(viewer)),
      data_(std::move(data)),
      file_(file),
      told_(first) {
  post(&Lease::open);
}

FileStream::~FileStream() {
  post(&Lease::close);
}

Result<BodyBytes> FileStream::next(std::int64_t offset, std::int64_t limit, std::span<std::byte> scratch,
                                   base::CancelToken& cancel) {
  tell(offset);
  const auto asked = all_on_disk_ ? std::min(limit, kLongStep) : limit;
  MAGNETAR_TRY(bytes, verified(offset, asked, scratch, cancel));
  if (auto* slice = std::get_if<base::FileSlice>(&bytes)) {
    all_on_disk_ = slice->size == asked;
    slice->size = std::min(slice->size, all_on_disk_ ? kLongStep : kShortStep);
  }
  if (const auto size = base::size_of(bytes); size > 0) trace_->served(viewer_, file_.index, offset, size);
  return std::move(bytes);
}

/// Returns downloaded bytes, or waits for them; the scheduler is told of the wait.
Result<BodyBytes> FileStream::verified(std::int64_t offset, std::int64_t limit, std::span<std::byte> scratch,
                                       base::CancelToken& cancel) {
  const auto now = base::SystemClock().now();
  auto found = data_->next(file_.index, offset, limit, scratch, now, cancel);
  if (found || found.error().code != base::ErrorCode::timed_out) return found;
  post(&Lease::wait_began);
  found = data_->next(file_.index, offset, limit, scratch, now + kPatience, cancel);
  post(&Lease::wait_ended);
  return found;
}

void FileStream::tell(std::int64_t offset) {
  if (offset == told_) return;
  told_ = offset;
  if (lease_->set_position(file_.in_torrent.begin + offset)) post(&Lease::move);
}

void FileStream::post(void (Lease::*note)()) {
  loop_.post([lease = lease_, note] { ((*lease).*note)(); });
}

}  // namespace magnetar::app
