#include "media/sessions.h"

#include <algorithm>
#include <utility>

#include "base/random.h"
#include "media/ffmpeg_command.h"
#include "media/recording_plan.h"

namespace magnetar::media {
namespace {

using base::Error;
using base::ErrorCode;

// Measured: repackaging with audio needs 0.4 GB of address space with two processors.
constexpr Limits kPacking{std::uint64_t{2} << 30, std::chrono::hours(1)};

// A viewer needs one session, and a second one while it seeks or changes the audio track.
constexpr int kMostOfViewer = 3;
constexpr std::size_t kMostSessions = 32;

// A paused player opens a new session at its place after this time.
constexpr std::chrono::minutes kIdle{10};

Outputs outputs_of(const SessionOrder& order) {
  return order.plan.subtitle_track ? Outputs::two : Outputs::one;
}

Limits limits_of(const SessionOrder& order) {
  const bool encoded = encodes(order.probe, order.plan, order.at);
  return encoded ? encoding_limits(order.plan.encoder) : kPacking;
}

/// The recording behind the current one; null when that is the last.
const Recording* next_of(const SessionOrder& order) {
  return recording_after(order.probe.recordings, order.at);
}

}  // namespace

Sessions::Sessions(Launcher& launcher, base::Timers& timers, int encodes)
    : launcher_(launcher), timers_(timers), slots_(encodes) {}

void Sessions::open(const SessionOrder& order, Opened opened) {
  launcher_.when_ready([this, order, opened = std::move(opened)] { opened(start(order)); });
}

base::Result<std::string> Sessions::start(const SessionOrder& order) {
  make_room_for(order);
  if (entries_.size() >= kMostSessions)
    return Error{ErrorCode::encoder_busy, "too many films are open at once"};
  Entry entry{order, ++next_order_, {}, {}, {}};
  BOOST_OUTCOME_TRYV(take_slot(order.at, entry));
  const auto id = base::random_hex(16);
  MAGNETAR_TRY(first, launch(id, order));
  entry.session = std::make_unique<PullSession>(timers_, first.url);
  entry.session->begins_with_init_segment();
  entry.session->begin(std::move(first.child), outputs_of(order));
  if (next_of(order) != nullptr)
    entry.session->goes_on_with([this, id](double end) { return go_on(id, end - kTimeOffsetSeconds); });
  entries_.emplace(id, std::move(entry));
  expect_pull(id);
  return id;
}

base::Result<PullSession::Next> Sessions::launch(const std::string& id, const SessionOrder& order) {
  auto url = input_url(order.film, order.probe, order.plan, order.at);
  MAGNETAR_TRY(child, launcher_.start(Tool::ffmpeg,
                                      ffmpeg_arguments(order.probe, order.plan, url, order.at, order.sound),
                                      limits_of(order), outputs_of(order), [this, id](const ChildEnd& end) {
                                        auto& done = entries_.at(id);
                                        if (end.code != 0 || !next_of(done.order)) done.slot.reset();
                                        done.session->ended(end);
                                      }));
  return PullSession::Next{std::move(child), std::move(url)};
}

base::Result<PullSession::Next> Sessions::go_on(const std::string& id, double end) {
  auto& entry = entries_.at(id);
  auto& order = entry.order;
  const auto* next = next_of(order);
  if (next == nullptr) return PullSession::Next{};
  BOOST_OUTCOME_TRYV(take_slot(next->at, entry));
  begin_next_at(order.probe.recordings, order.at, end);
  order.at = next->at;
  return launch(id, order);
}

// A recording may be encoded where the one before is copied, and the other way round.
base::Result<void> Sessions::take_slot(double at, Entry& entry) {
  if (!encodes(entry.order.probe, entry.order.plan, at)) {
    entry.slot.reset();
    return base::success();
  }
  if (entry.slot) return base::success();
  if (!slots_.free()) {
    if (const auto own = oldest_of(entry.order, /*encoding=*/true); own != entries_.end())
      entries_.erase(own);
  }
  auto slot = slots_.take();
  if (!slot) return Error{ErrorCode::encoder_busy, "as many films are encoded as this machine can"};
  entry.slot.emplace(std::move(*slot));
  return base::success();
}

bool Sessions::encoding(const std::string& session) const {
  const auto found = entries_.find(session);
  return found != entries_.end() && found->second.slot.has_value();
}

void Sessions::make_room_for(const SessionOrder& order) {
  const auto count = std::count_if(entries_.begin(), entries_.end(), [&](const auto& entry) {
    return entry.second.order.owner == order.owner && entry.second.order.viewer == order.viewer;
  });
  if (count >= kMostOfViewer) entries_.erase(oldest_of(order, /*encoding=*/false));
}

Sessions::Entries::iterator Sessions::oldest_of(const SessionOrder& order, bool encoding) {
  auto oldest = entries_.end();
  for (auto at = entries_.begin(); at != entries_.end(); ++at) {
    const auto& entry = at->second;
    const bool other = entry.order.owner != order.owner || entry.order.viewer != order.viewer;
    if (other || (encoding && !entry.slot)) continue;
    if (oldest == entries_.end() || entry.number < oldest->second.number) oldest = at;
  }
  return oldest;
}

void Sessions::expect_pull(const std::string& session) {
  auto& entry = entries_.at(session);
  entry.idle = timers_.after(kIdle, [this, session] { entries_.erase(session); });
}

void Sessions::next(const std::string& session, std::int64_t number, PullSession::Reply reply) {
  const auto found = entries_.find(session);
  if (found == entries_.end())
    return reply(Error{ErrorCode::unknown_session, "there is no such session", "session"});
  expect_pull(session);
  found->second.session->next(number, std::move(reply));
}

base::Result<SubtitlePart> Sessions::subtitles(const std::string& session, std::size_t from) {
  const auto found = entries_.find(session);
  if (found == entries_.end())
    return Error{ErrorCode::unknown_session, "there is no such session", "session"};
  MAGNETAR_TRY(bytes, found->second.session->text(from));
  return SubtitlePart{found->second.order.plan.subtitle_form.value_or(SubtitleForm::vtt), std::move(bytes)};
}

base::Result<void> Sessions::close(const std::string& session) {
  if (entries_.erase(session) == 0)
    return Error{ErrorCode::unknown_session, "there is no such session", "session"};
  return base::success();
}

void Sessions::close_all_of(OwnerId owner) {
  std::erase_if(entries_, [&](const auto& entry) { return entry.second.order.owner == owner; });
}

void Sessions::close_all() {
  entries_.clear();
}

}  // namespace magnetar::media
