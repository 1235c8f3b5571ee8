#include "media/hls_sessions.h"

#include <algorithm>

#include "media/ffmpeg_command.h"
#include "media/recording_plan.h"

namespace magnetar::media {
namespace {

using base::Error;
using base::ErrorCode;

// A player that asks for nothing longer gets a new ffmpeg when it goes on.
constexpr std::chrono::minutes kIdle{2};
// Players ask for the next segment while they still wait for one.
constexpr std::int64_t kAhead = 2;
constexpr std::size_t kMostHlsSessions = 16;

Error no_session() {
  return {ErrorCode::unknown_session, "the player went elsewhere", "session"};
}

}  // namespace

bool HlsSessions::must_start(const Key& key, const Question& question) const {
  const auto found = hls_sessions_.find(key);
  if (found == hls_sessions_.end()) return true;
  const auto& hls = found->second;
  const bool init_segment = question.kind == Question::Kind::init_segment;
  if (init_segment && hls.init_segments.contains(question.number)) return false;
  const auto number = init_segment ? hls.times->first_of(question.number) : question.number;
  const auto is_it = [&](const auto& made) { return made.first == number; };
  if (!init_segment && std::any_of(hls.made.begin(), hls.made.end(), is_it)) return false;
  const auto making = hls.cutter->making();
  if (hls.ended) return number < making;
  if (hls.failure || number > making + kAhead) return true;
  // ffmpeg always outputs the init segment of the current recording, wherever in it the session began.
  return init_segment ? question.number < hls.cutter->recording_with(0) : number < making;
}

void HlsSessions::start(const Key& key, SessionOrder order, std::shared_ptr<const SegmentTimes> times,
                        std::int64_t number) {
  if (hls_sessions_.count(key) == 0 && hls_sessions_.size() >= kMostHlsSessions && !make_room(key, false))
    return;
  auto carried = carry(key, number, times->recording_of(number));
  leave(key);
  auto& hls = hls_sessions_[key] = std::move(carried);
  hls.generation = ++count_;
  order.at = times->begin_of(number);
  hls.encodes = encodes(order.probe, order.plan, order.at);
  hls.times = times;
  hls.cutter.emplace(std::move(times), number, kTimeOffsetSeconds);
  touch(key, hls);
  open(key, order);
}

// Requests for two consecutive segments may come in any order.
HlsSessions::HlsSession HlsSessions::carry(const Key& key, std::int64_t number, std::int64_t recording) {
  HlsSession carried;
  auto& hls = hls_sessions_[key];
  carried.init_segments = hls.init_segments;
  for (auto at = hls.for_init_segment.lower_bound(recording); at != hls.for_init_segment.end();)
    carried.for_init_segment.insert(hls.for_init_segment.extract(at++));
  const auto first = hls.for_segment.lower_bound(number);
  const auto last = hls.for_segment.upper_bound(number + kAhead);
  for (auto at = first; at != last;) carried.for_segment.insert(hls.for_segment.extract(at++));
  return carried;
}

void HlsSessions::open(const Key& key, const SessionOrder& order) {
  const auto generation = hls_sessions_.at(key).generation;
  sessions_.open(order, [this, key, order, generation](const base::Result<std::string>& opened) {
    const auto found = hls_sessions_.find(key);
    if (found == hls_sessions_.end() || found->second.generation != generation) {
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

bool HlsSessions::is_waited_for(const HlsSession& hls) {
  return !hls.for_init_segment.empty() || !hls.for_segment.empty();
}

bool HlsSessions::make_room(const Key& besides, bool encoding) {
  auto oldest = hls_sessions_.end();
  for (auto at = hls_sessions_.begin(); at != hls_sessions_.end(); ++at) {
    const auto& hls = at->second;
    if (at->first == besides || is_waited_for(hls) || (encoding && !sessions_.encoding(hls.session)))
      continue;
    if (oldest == hls_sessions_.end() || hls.used < oldest->second.used) oldest = at;
  }
  if (oldest == hls_sessions_.end()) return false;
  leave(Key(oldest->first));
  return true;
}

// Replies come after the session is removed, because a reply may start another one.
void HlsSessions::leave(const Key& key) {
  auto gone = hls_sessions_.extract(key);
  if (gone.empty()) return;
  auto& hls = gone.mapped();
  if (!hls.session.empty()) static_cast<void>(sessions_.close(hls.session));
  for (const auto& [recording, reply] : hls.for_init_segment) reply(no_session());
  for (const auto& [number, reply] : hls.for_segment) reply(no_session());
}

void HlsSessions::touch(const Key& key, HlsSession& hls) {
  hls.used = ++count_;
  expect_request(key, hls);
}

// A session with a waiting request is not idle, however long the swarm takes.
void HlsSessions::expect_request(const Key& key, HlsSession& hls) {
  hls.idle = timers_.after(kIdle, [this, key] {
    const auto found = hls_sessions_.find(key);
    if (found == hls_sessions_.end()) return;
    if (!is_waited_for(found->second)) return leave(key);
    expect_request(key, found->second);
  });
}

void HlsSessions::ask(const Key& key, const Question& question, Reply reply) {
  const auto found = hls_sessions_.find(key);
  if (found == hls_sessions_.end())
    return reply(Error{ErrorCode::encoder_busy, "too many films are open at once"});
  auto& hls = found->second;
  touch(key, hls);
  if (question.kind == Question::Kind::segment) {
    hls.asked = question.number;
    hls.for_segment.emplace(question.number, std::move(reply));
  } else {
    hls.for_init_segment.emplace(question.number, std::move(reply));
  }
  settle(hls);
  pull(key);
}

// Pulls only while a request waits. A player that does not ask stops ffmpeg, and so the download.
void HlsSessions::pull(const Key& key) {
  const auto found = hls_sessions_.find(key);
  if (found == hls_sessions_.end()) return;
  auto& hls = found->second;
  if (!is_waited_for(hls) || hls.session.empty() || hls.pulling || hls.ended || hls.failure) return;
  hls.pulling = true;
  sessions_.next(
      hls.session, hls.chunk,
      [this, key, generation = hls.generation](const base::Result<std::shared_ptr<const Chunk>>& chunk) {
        const auto still = hls_sessions_.find(key);
        if (still == hls_sessions_.end() || still->second.generation != generation) return;
        take(key, still->second, chunk);
      });
}

void HlsSessions::take(const Key& key, HlsSession& hls,
                       const base::Result<std::shared_ptr<const Chunk>>& chunk) {
  hls.pulling = false;
  ++hls.chunk;
  if (chunk) {
    sort(hls, *chunk.value());
  } else {
    hls.failure = chunk.error();
  }
  expect_request(key, hls);
  settle(hls);
  pull(key);
}

void HlsSessions::sort(HlsSession& hls, const Chunk& chunk) {
  if (const auto fed = hls.fragments.feed(chunk.bytes); !fed) {
    hls.failure = fed.error();
    return;
  }
  while (auto fragment = hls.fragments.take()) {
    note_init_segment(hls);
    hls.cutter->add(*fragment);
  }
  note_init_segment(hls);
  if (chunk.last) {
    hls.cutter->end();
    hls.ended = true;
  }
  while (auto segment = hls.cutter->take()) {
    hls.made.emplace_back(segment->number, std::make_shared<const std::string>(std::move(segment->bytes)));
  }
}

/// Keeps the first init segment of each recording, because players keep theirs.
void HlsSessions::note_init_segment(HlsSession& hls) {
  if (hls.fragments.header() < 0) return;
  const auto recording = hls.cutter->recording_with(hls.fragments.header());
  if (!hls.init_segments.contains(recording))
    hls.init_segments.emplace(recording, std::make_shared<const std::string>(hls.fragments.init_segment()));
}

// Replies come last, because a reply may ask for more.
void HlsSessions::settle(HlsSession& hls) {
  std::vector<std::pair<Reply, base::Result<Bytes>>> answers;
  for (const auto& [recording, bytes] : hls.init_segments) {
    const auto [first, last] = hls.for_init_segment.equal_range(recording);
    for (auto at = first; at != last; ++at) answers.emplace_back(std::move(at->second), bytes);
    hls.for_init_segment.erase(first, last);
  }
  if (hls.failure || hls.ended) {
    for (auto& [recording, reply] : std::exchange(hls.for_init_segment, {}))
      answers.emplace_back(std::move(reply), hls.failure ? *hls.failure : no_session());
  }
  for (const auto& [number, bytes] : hls.made) {
    const auto [first, last] = hls.for_segment.equal_range(number);
    for (auto at = first; at != last; ++at) answers.emplace_back(std::move(at->second), bytes);
    hls.for_segment.erase(first, last);
  }
  // The segment before may be asked for again. Later ones stay: small segments come several in one chunk.
  while (!hls.made.empty() && hls.made.front().first < hls.asked - 1) hls.made.pop_front();
  if (hls.failure || hls.ended) {
    const Error over{ErrorCode::not_found, "the film ends before"};
    for (auto& [number, reply] : std::exchange(hls.for_segment, {}))
      answers.emplace_back(std::move(reply), hls.failure ? *hls.failure : over);
  }
  for (const auto& [reply, answer] : answers) reply(answer);
}

}  // namespace magnetar::media
