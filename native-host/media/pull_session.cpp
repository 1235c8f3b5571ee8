#include "media/pull_session.h"

#include <utility>

#include "media/failure.h"

namespace magnetar::media {

using base::Error;
using base::ErrorCode;

PullSession::PullSession(base::Timers& timers, std::string url) : timers_(timers), url_(std::move(url)) {}

PullSession::~PullSession() {
  give(Error{ErrorCode::unknown_session, "the session was closed", "session"});
}

void PullSession::ended(const ChildEnd& end) {
  end_ = end;
  settle();
}

void PullSession::next(std::int64_t number, Reply reply) {
  // A page that gave up on an answer asks for it again.
  if (last_ && number == given_) return reply(last_);
  if (number != given_ + 1 || (last_ && last_->last))
    return reply(Error{ErrorCode::invalid_params, "chunks are asked for one after the other", "n"});
  waiting_.push_back(std::move(reply));
  if (!patience_) patience_ = timers_.after(kPatience, [this] { give(Chunk{}); });
  settle();
}

void PullSession::ask_child() {
  if (std::exchange(reading_, true)) return;
  child_->read(kMostBytes, [this](std::string bytes) {
    reading_ = false;
    take(std::move(bytes));
  });
}

void PullSession::take(std::string bytes) {
  if (bytes.empty()) output_ended_ = true;
  held_ = std::move(bytes);
  settle();
}

// Bytes first; then what ffmpeg's end says. A program ends and closes its output in any order.
void PullSession::settle() {
  if (waiting_.empty()) return;
  if (!held_.empty()) return give(Chunk{std::exchange(held_, {}), false});
  if (!output_ended_) return ask_child();
  if (!end_) return;
  if (const auto failed = failure_of(*end_, url_)) return give(*failed);
  give(Chunk{{}, true});
}

void PullSession::give(Chunk chunk) {
  ++given_;
  last_ = std::make_shared<const Chunk>(std::move(chunk));
  give(base::Result<std::shared_ptr<const Chunk>>(last_));
}

void PullSession::give(const base::Result<std::shared_ptr<const Chunk>>& answer) {
  // Called by the timer as well, which ends with this call.
  const auto patience = std::exchange(patience_, nullptr);
  for (const auto& reply : std::exchange(waiting_, {})) reply(answer);
}

}  // namespace magnetar::media
