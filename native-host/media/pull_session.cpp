#include "media/pull_session.h"

#include <algorithm>
#include <utility>

#include "media/codec_string.h"
#include "media/failure.h"

namespace magnetar::media {

using base::Error;
using base::ErrorCode;

namespace {

constexpr std::size_t kTextAtOnce = 64 * 1024;
/// An initialization segment names every track and holds no sample: one that is larger is none.
constexpr std::size_t kMostBeginning = std::size_t{4} << 20;

}  // namespace

PullSession::PullSession(base::Timers& timers, std::string url) : timers_(timers), url_(std::move(url)) {}

PullSession::~PullSession() {
  give(Error{ErrorCode::unknown_session, "the session was closed", "session"});
}

void PullSession::begin(std::unique_ptr<Child> child, Outputs outputs) {
  child_ = std::move(child);
  outputs_ = outputs;
  if (outputs == Outputs::two) read_text();
}

// Reads text also when no client asks for it, because a full pipe of text would stop the picture.
void PullSession::read_text() {
  text_ended_ = false;
  child_->read_second(kTextAtOnce, [this](const std::string& bytes) {
    const auto room = text_dropped_ ? 0 : kMostText - text_.size();
    text_dropped_ |= bytes.size() > room;
    text_.append(bytes, 0, room);
    if (!bytes.empty()) return read_text();
    text_ended_ = true;
    settle();
  });
}

base::Result<std::string> PullSession::text(std::size_t from) {
  if (outputs_ == Outputs::one || from < text_from_ || from - text_from_ > text_.size())
    return Error{ErrorCode::not_found, "the session has no such text", "from"};
  text_.erase(0, from - text_from_);
  text_from_ = from;
  return text_;
}

void PullSession::ended(const ChildEnd& end) {
  end_ = end;
  settle();
}

void PullSession::next(std::int64_t number, Reply reply) {
  // A page that gave up on an answer asks for the same chunk again.
  if (last_ && number == given_) return reply(last_);
  if (number != given_ + 1 || (last_ && last_->last))
    return reply(Error{ErrorCode::invalid_params, "chunks are asked for one after the other", "n"});
  waiting_.push_back(std::move(reply));
  if (!patience_) patience_ = timers_.after(kPatience, [this] { give(Chunk{}); });
  settle();
}

void PullSession::ask_child() {
  if (std::exchange(reading_, true)) return;
  child_->read(kMostBytes - std::min(joiner_.held(), kMostBytes / 2), [this](std::string bytes) {
    reading_ = false;
    take(std::move(bytes));
  });
}

void PullSession::take(std::string bytes) {
  if (bytes.empty()) output_ended_ = true;
  if (follow_) bytes = bytes.empty() ? joiner_.next() : joiner_.feed(bytes);
  held_ = std::move(bytes);
  settle();
}

// Bytes come first, then the result of ffmpeg's exit. A program may exit and close its outputs in any order;
// the last chunk is given only when all of the text has come.
void PullSession::settle() {
  if (waiting_.empty()) return;
  if (!held_.empty()) return give_bytes();
  if (!output_ended_) return ask_child();
  if (end_ && text_ended_) end_or_go_on();
}

void PullSession::give_bytes() {
  if (!beginning_) return give(Chunk{std::exchange(held_, {})});
  *beginning_ += std::exchange(held_, {});
  if (const auto size = init_segment_size(*beginning_)) {
    auto mime = mime_type_of(std::string_view(*beginning_).substr(0, *size));
    give(Chunk{std::move(*beginning_), false, mime.value_or(std::string())});
    return beginning_.reset();
  }
  if (beginning_->size() > kMostBeginning)
    return give(Error{ErrorCode::media_unreadable, "what ffmpeg made has no initialization segment"});
  settle();
}

void PullSession::end_or_go_on() {
  if (const auto failed = failure_of(*end_, url_)) return give(*failed);
  if (beginning_ && !beginning_->empty())
    return give(Error{ErrorCode::media_unreadable, "what ffmpeg made has no initialization segment"});
  auto next = follow_ ? follow_(joiner_.end()) : base::Result<Next>(Next{});
  if (!next) return give(next.error());
  if (!next.value().child) return give(Chunk{{}, true});
  end_.reset();
  output_ended_ = false;
  url_ = std::move(next.value().url);
  ended_child_ = std::exchange(child_, nullptr);
  begin(std::move(next.value().child), outputs_);
  ask_child();
}

void PullSession::give(Chunk chunk) {
  ++given_;
  last_ = std::make_shared<const Chunk>(std::move(chunk));
  give(base::Result<std::shared_ptr<const Chunk>>(last_));
}

void PullSession::give(const base::Result<std::shared_ptr<const Chunk>>& answer) {
  // The caller may be the timer, which has to live until the end of this call.
  const auto patience = std::exchange(patience_, nullptr);
  for (const auto& reply : std::exchange(waiting_, {})) reply(answer);
}

}  // namespace magnetar::media
