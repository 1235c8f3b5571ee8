#include "media/hls_shows.h"

#include <algorithm>

#include "media/ffmpeg_command.h"

namespace magnetar::media {
namespace {

using base::Error;
using base::ErrorCode;

// A player that pauses longer than this gets a new ffmpeg when it goes on.
constexpr std::chrono::minutes kIdle{2};
// Players ask for the next segment while they still wait for one.
constexpr std::int64_t kAhead = 2;
constexpr std::size_t kMostShows = 16;

Error no_show() {
  return {ErrorCode::unknown_session, "the player went elsewhere", "session"};
}

}  // namespace

bool HlsShows::must_start(const Key& key, const Question& question) const {
  const auto found = shows_.find(key);
  if (found == shows_.end()) return true;
  const auto& show = found->second;
  const bool opening = question.kind == Question::Kind::opening;
  if (opening && show.openings.contains(question.number)) return false;
  const auto number = opening ? show.times->first_of(question.number) : question.number;
  const auto is_it = [&](const auto& made) { return made.first == number; };
  if (!opening && std::any_of(show.made.begin(), show.made.end(), is_it)) return false;
  const auto making = show.cutter->making();
  if (show.ended) return number < making;
  if (show.failure || number > making + kAhead) return true;
  // The header of the recording that is made comes, wherever in it the show began.
  return opening ? question.number < show.cutter->recording_with(0) : number < making;
}

void HlsShows::start(const Key& key, SessionOrder order, std::shared_ptr<const SegmentTimes> times,
                     std::int64_t number) {
  if (shows_.count(key) == 0 && shows_.size() >= kMostShows && !make_room(key, false)) return;
  auto carried = carry(key, number, times->recording_of(number));
  leave(key);
  auto& show = shows_[key] = std::move(carried);
  show.encodes = order.plan.video == VideoWork::h264;
  show.generation = ++count_;
  order.at = times->begin_of(number);
  show.times = times;
  show.cutter.emplace(std::move(times), number, kTimeOffsetSeconds);
  touch(key, show);
  open(key, order);
}

// Questions for two segments in a row may come in any order.
HlsShows::Show HlsShows::carry(const Key& key, std::int64_t number, std::int64_t recording) {
  Show carried;
  auto& show = shows_[key];
  carried.openings = show.openings;
  for (auto at = show.for_opening.lower_bound(recording); at != show.for_opening.end();)
    carried.for_opening.insert(show.for_opening.extract(at++));
  const auto first = show.for_segment.lower_bound(number);
  const auto last = show.for_segment.upper_bound(number + kAhead);
  for (auto at = first; at != last;) carried.for_segment.insert(show.for_segment.extract(at++));
  return carried;
}

void HlsShows::open(const Key& key, const SessionOrder& order) {
  const auto generation = shows_.at(key).generation;
  sessions_.open(order, [this, key, order, generation](const base::Result<std::string>& opened) {
    const auto found = shows_.find(key);
    if (found == shows_.end() || found->second.generation != generation) {
      if (opened) static_cast<void>(sessions_.close(opened.value()));
      return;
    }
    if (opened) {
      found->second.session = opened.value();
      return pull(key);
    }
    if (opened.error().code == ErrorCode::encoder_busy && make_room(key, found->second.encodes))
      return open(key, order);
    found->second.failure = opened.error();
    settle(found->second);
  });
}

bool HlsShows::make_room(const Key& besides, bool encoding) {
  auto oldest = shows_.end();
  for (auto at = shows_.begin(); at != shows_.end(); ++at) {
    const auto& show = at->second;
    const bool waited_for = !show.for_opening.empty() || !show.for_segment.empty();
    if (at->first == besides || waited_for || (encoding && !show.encodes)) continue;
    if (oldest == shows_.end() || show.used < oldest->second.used) oldest = at;
  }
  if (oldest == shows_.end()) return false;
  leave(Key(oldest->first));
  return true;
}

// Who waited is told after the show is gone: an answer may begin another.
void HlsShows::leave(const Key& key) {
  auto gone = shows_.extract(key);
  if (gone.empty()) return;
  auto& show = gone.mapped();
  if (!show.session.empty()) static_cast<void>(sessions_.close(show.session));
  for (const auto& [recording, reply] : show.for_opening) reply(no_show());
  for (const auto& [number, reply] : show.for_segment) reply(no_show());
}

void HlsShows::touch(const Key& key, Show& show) {
  show.used = ++count_;
  show.idle = timers_.after(kIdle, [this, key] { leave(key); });
}

void HlsShows::ask(const Key& key, const Question& question, Reply reply) {
  const auto found = shows_.find(key);
  if (found == shows_.end()) return reply(Error{ErrorCode::encoder_busy, "too many films are open at once"});
  auto& show = found->second;
  touch(key, show);
  if (question.kind == Question::Kind::segment) {
    show.asked = question.number;
    show.for_segment.emplace(question.number, std::move(reply));
  } else {
    show.for_opening.emplace(question.number, std::move(reply));
  }
  settle(show);
  pull(key);
}

// Only while somebody waits: who does not ask stops ffmpeg, and with it what is fetched.
void HlsShows::pull(const Key& key) {
  const auto found = shows_.find(key);
  if (found == shows_.end()) return;
  auto& show = found->second;
  const bool wanted = !show.for_opening.empty() || !show.for_segment.empty();
  if (!wanted || show.session.empty() || show.pulling || show.ended || show.failure) return;
  show.pulling = true;
  sessions_.next(
      show.session, show.chunk,
      [this, key, generation = show.generation](const base::Result<std::shared_ptr<const Chunk>>& chunk) {
        const auto still = shows_.find(key);
        if (still == shows_.end() || still->second.generation != generation) return;
        take(key, still->second, chunk);
      });
}

void HlsShows::take(const Key& key, Show& show, const base::Result<std::shared_ptr<const Chunk>>& chunk) {
  show.pulling = false;
  ++show.chunk;
  if (chunk) {
    sort(show, *chunk.value());
  } else {
    show.failure = chunk.error();
  }
  settle(show);
  pull(key);
}

void HlsShows::sort(Show& show, const Chunk& chunk) {
  if (const auto fed = show.fragments.feed(chunk.bytes); !fed) {
    show.failure = fed.error();
    return;
  }
  while (auto fragment = show.fragments.take()) {
    note_opening(show);
    show.cutter->add(*fragment);
  }
  note_opening(show);
  if (chunk.last) {
    show.cutter->end();
    show.ended = true;
  }
  while (auto segment = show.cutter->take()) {
    show.made.emplace_back(segment->number, std::make_shared<const std::string>(std::move(segment->bytes)));
  }
}

/// One film has one header for each recording: players keep it.
void HlsShows::note_opening(Show& show) {
  if (show.fragments.header() < 0) return;
  const auto recording = show.cutter->recording_with(show.fragments.header());
  if (!show.openings.contains(recording))
    show.openings.emplace(recording, std::make_shared<const std::string>(show.fragments.opening()));
}

// Answers come last: they may ask for more.
void HlsShows::settle(Show& show) {
  std::vector<std::pair<Reply, base::Result<Bytes>>> answers;
  for (const auto& [recording, bytes] : show.openings) {
    const auto [first, last] = show.for_opening.equal_range(recording);
    for (auto at = first; at != last; ++at) answers.emplace_back(std::move(at->second), bytes);
    show.for_opening.erase(first, last);
  }
  if (show.failure || show.ended) {
    for (auto& [recording, reply] : std::exchange(show.for_opening, {}))
      answers.emplace_back(std::move(reply), show.failure ? *show.failure : no_show());
  }
  for (const auto& [number, bytes] : show.made) {
    const auto [first, last] = show.for_segment.equal_range(number);
    for (auto at = first; at != last; ++at) answers.emplace_back(std::move(at->second), bytes);
    show.for_segment.erase(first, last);
  }
  // The one before may be asked for again; further ones come in one chunk with it when they are small.
  while (!show.made.empty() && show.made.front().first < show.asked - 1) show.made.pop_front();
  if (show.failure || show.ended) {
    const Error over{ErrorCode::not_found, "the film ends before"};
    for (auto& [number, reply] : std::exchange(show.for_segment, {}))
      answers.emplace_back(std::move(reply), show.failure ? *show.failure : over);
  }
  for (const auto& [reply, answer] : answers) reply(answer);
}

}  // namespace magnetar::media
