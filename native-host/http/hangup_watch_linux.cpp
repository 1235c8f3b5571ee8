#include <sys/epoll.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <system_error>

#include "http/hangup_watch.h"

namespace magnetar::http {
namespace {

constexpr std::uint64_t kWakeId = 0;
constexpr auto kGrace = std::chrono::milliseconds(500);

void cancel_each(const std::vector<std::shared_ptr<base::CancelToken>>& tokens) {
  for (const auto& token : tokens) token->cancel();
}

}  // namespace

HangupWatch::Waiting::Waiting(HangupWatch& watch, std::uint64_t id) : watch_(watch), id_(id) {
  watch_.set_waiting(id_, base::SystemClock().now());
}
HangupWatch::Waiting::~Waiting() {
  watch_.set_waiting(id_, std::nullopt);
}

HangupWatch::Watched::Watched(HangupWatch& watch, int socket,
                              const std::shared_ptr<base::CancelToken>& cancel)
    : watch_(watch), socket_(socket), id_(watch.add(socket, cancel)) {}
HangupWatch::Watched::~Watched() {
  watch_.remove(socket_, id_);
}

HangupWatch::HangupWatch() : epoll_(::epoll_create1(EPOLL_CLOEXEC)) {
  epoll_event event{EPOLLIN, {.u64 = kWakeId}};
  if (!epoll_ || ::epoll_ctl(epoll_.get(), EPOLL_CTL_ADD, wake_.fd(), &event) != 0) {
    throw std::system_error(errno, std::generic_category(), "epoll");
  }
  thread_ = std::thread([this] { run(); });
}

HangupWatch::~HangupWatch() {
  {
    const std::lock_guard lock(mutex_);
    ending_ = true;
  }
  wake_.raise();
  thread_.join();
}

std::uint64_t HangupWatch::add(int socket, const std::shared_ptr<base::CancelToken>& cancel) {
  std::unique_lock lock(mutex_);
  const auto id = next_id_++;
  entries_.emplace(id, Entry{cancel});
  // Edge-triggered: one event for the half-close, one more for a reset, none for received or sent bytes.
  epoll_event event{EPOLLRDHUP | EPOLLET, {.u64 = id}};
  const bool watched = ::epoll_ctl(epoll_.get(), EPOLL_CTL_ADD, socket, &event) == 0;
  const bool refuse = cancelling_ || !watched;
  lock.unlock();
  if (refuse) cancel->cancel();
  return id;
}

void HangupWatch::remove(int socket, std::uint64_t id) {
  ::epoll_ctl(epoll_.get(), EPOLL_CTL_DEL, socket, nullptr);
  const std::lock_guard lock(mutex_);
  entries_.erase(id);
}

void HangupWatch::set_waiting(std::uint64_t id, std::optional<base::TimePoint> since) {
  const std::lock_guard lock(mutex_);
  auto& entry = entries_.at(id);
  entry.waiting_since = since;
  if (since && entry.half_closed) wake_.raise();
}

void HangupWatch::cancel_all() {
  Tokens all;
  {
    const std::lock_guard lock(mutex_);
    cancelling_ = true;
    for (const auto& [id, entry] : entries_) all.push_back(entry.cancel);
  }
  cancel_each(all);
}

void HangupWatch::run() {
  std::array<epoll_event, 64> events{};
  for (;;) {
    const int count =
        ::epoll_wait(epoll_.get(), events.data(), static_cast<int>(events.size()), milliseconds_to_next());
    Tokens gone;
    for (int i = 0; i < count; ++i) {
      const auto& event = events.at(static_cast<std::size_t>(i));
      event.data.u64 == kWakeId ? wake_.clear() : note(event.data.u64, event.events, gone);
    }
    cancel_each(gone);
    cancel_each(overdue());
    const std::lock_guard lock(mutex_);
    if (ending_) return;
  }
}

void HangupWatch::note(std::uint64_t id, std::uint32_t events, Tokens& gone) {
  const std::lock_guard lock(mutex_);
  const auto found = entries_.find(id);
  if (found == entries_.end()) return;  // the request ended after the event
  found->second.half_closed = true;
  if ((events & (EPOLLHUP | EPOLLERR)) != 0) gone.push_back(found->second.cancel);
}

HangupWatch::Tokens HangupWatch::overdue() {
  const auto now = base::SystemClock().now();
  const std::lock_guard lock(mutex_);
  Tokens gone;
  for (auto& [id, entry] : entries_) {
    if (!entry.half_closed || !entry.waiting_since || *entry.waiting_since + kGrace > now) continue;
    gone.push_back(entry.cancel);
    entry.waiting_since.reset();
  }
  return gone;
}

int HangupWatch::milliseconds_to_next() const {
  const std::lock_guard lock(mutex_);
  std::optional<base::TimePoint> next;
  for (const auto& [id, entry] : entries_) {
    if (entry.half_closed && entry.waiting_since)
      next = std::min(next.value_or(*entry.waiting_since), *entry.waiting_since);
  }
  if (!next) return -1;
  const auto left = std::chrono::ceil<std::chrono::milliseconds>(*next + kGrace - base::SystemClock().now());
  return static_cast<int>(std::max<std::int64_t>(left.count(), 0));
}

}  // namespace magnetar::http
