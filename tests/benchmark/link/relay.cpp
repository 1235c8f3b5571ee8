#include "benchmark/link/relay.h"

#include <sys/epoll.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <iostream>
#include <nlohmann/json.hpp>
#include <system_error>
#include <utility>

#include "benchmark/link/tun_device.h"

namespace magnetar::benchmark {
namespace {

constexpr std::size_t kLargestPacket = 65536;
constexpr auto kLate = std::chrono::milliseconds(10);
constexpr std::uint64_t kTimer = ~std::uint64_t{0};
constexpr std::uint64_t kCommands = kTimer - 1;

base::UniqueFd made(int fd, const char* what) {
  if (fd < 0) throw std::system_error(errno, std::generic_category(), what);
  return base::UniqueFd(fd);
}

std::string text(const Address& address) {
  std::string result;
  for (const auto part : address) result += (result.empty() ? "" : ".") + std::to_string(part);
  return result;
}

}  // namespace

Relay::Relay(const std::vector<Attachment>& attachments, Clock::duration delay, Clock::duration queue)
    : delay_(delay),
      epoll_(made(::epoll_create1(EPOLL_CLOEXEC), "epoll_create1")),
      timer_(made(::timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK), "timerfd_create")) {
  for (const auto& attachment : attachments) {
    routes_[attachment.address] = ports_.size();
    const Clock::duration waits = attachment.queue.value_or(queue);
    ports_.push_back({attachment.address, open_tun(attachment.network_namespace), Line(attachment.up, waits),
                      Line(attachment.down, waits), attachment.delay, attachment.loss, Counters{}});
  }
  for (std::size_t i = 0; i < ports_.size(); ++i) watch(ports_[i].tun.get(), i);
  watch(timer_.get(), kTimer);
  watch(STDIN_FILENO, kCommands);
}

void Relay::watch(int fd, std::uint64_t tag) {
  epoll_event event{};
  event.events = EPOLLIN;
  event.data.u64 = tag;
  if (::epoll_ctl(epoll_.get(), EPOLL_CTL_ADD, fd, &event) != 0)
    throw std::system_error(errno, std::generic_category(), "epoll_ctl");
}

void Relay::run() {
  std::array<epoll_event, 16> ready{};
  while (true) {
    const int count = ::epoll_wait(epoll_.get(), ready.data(), static_cast<int>(ready.size()), -1);
    for (int i = 0; i < count; ++i) {
      const auto tag = ready[static_cast<std::size_t>(i)].data.u64;
      if (tag == kCommands) {
        if (!answer_commands()) return;
      } else if (tag != kTimer) {
        take_packets(static_cast<std::size_t>(tag));
      }
    }
    run_due_events();
    arm_timer();
  }
}

void Relay::take_packets(std::size_t from) {
  std::array<std::byte, kLargestPacket> buffer;
  // The turn is bounded, so that due packets do not wait for a flood.
  for (int turn = 0; turn < 64; ++turn) {
    const auto size = ::read(ports_[from].tun.get(), buffer.data(), buffer.size());
    if (size <= 0) return;
    send(from, Packet(buffer.data(), buffer.data() + size));
  }
}

void Relay::send(std::size_t from, Packet packet) {
  const auto to = destination(packet);
  const auto route = to ? routes_.find(*to) : routes_.end();
  if (route == routes_.end()) return;
  const auto left = ports_[from].up.pass(Clock::now(), packet.size());
  const Port& receiver = ports_[route->second];
  if (!left || loses_one(ports_[from]) || loses_one(receiver)) {
    ++ports_[from].counters.lost;
    return;
  }
  const auto arrives = *left + delay_ + ports_[from].delay + receiver.delay;
  schedule({arrives, order_++, Stage::reaches_receivers_line, route->second, std::move(packet)});
}

bool Relay::loses_one(const Port& port) {
  return port.loss > 0 && random_() % 1'000'000 < port.loss;
}

void Relay::schedule(Event event) {
  events_.push_back(std::move(event));
  std::push_heap(events_.begin(), events_.end(), [](const Event& a, const Event& b) {
    return std::pair(a.when, a.order) > std::pair(b.when, b.order);
  });
}

void Relay::run_due_events() {
  const auto now = Clock::now();
  while (!events_.empty() && events_.front().when <= now) {
    std::pop_heap(events_.begin(), events_.end(), [](const Event& a, const Event& b) {
      return std::pair(a.when, a.order) > std::pair(b.when, b.order);
    });
    Event event = std::move(events_.back());
    events_.pop_back();
    handle(std::move(event));
  }
}

void Relay::handle(Event event) {
  Port& port = ports_[event.port];
  if (event.stage == Stage::arrives) {
    deliver(port, event.packet, event.when);
    return;
  }
  const auto left = port.down.pass(event.when, event.packet.size());
  if (!left) {
    ++port.counters.lost;
  } else if (*left <= event.when) {
    deliver(port, event.packet, event.when);
  } else {
    schedule({*left, order_++, Stage::arrives, event.port, std::move(event.packet)});
  }
}

void Relay::deliver(Port& port, const Packet& packet, Time when) {
  if (::write(port.tun.get(), packet.data(), packet.size()) < 0) {
    ++port.counters.lost;
    return;
  }
  ++port.counters.packets;
  if (Clock::now() - when > kLate) ++port.counters.late;
  port.counters.delivered += static_cast<std::int64_t>(packet.size());
  port.counters.payload += tcp_payload(packet);
}

void Relay::arm_timer() {
  itimerspec when{};
  if (!events_.empty()) {
    const auto at =
        std::chrono::duration_cast<std::chrono::nanoseconds>(events_.front().when.time_since_epoch()).count();
    when.it_value.tv_sec = at / 1'000'000'000;
    when.it_value.tv_nsec = at % 1'000'000'000;
  }
  // Setting the timer also clears its expiration.
  ::timerfd_settime(timer_.get(), TFD_TIMER_ABSTIME, &when, nullptr);
}

bool Relay::answer_commands() {
  std::array<char, 256> buffer{};
  const auto size = ::read(STDIN_FILENO, buffer.data(), buffer.size());
  if (size <= 0) return false;
  commands_.append(buffer.data(), static_cast<std::size_t>(size));
  for (auto end = commands_.find('\n'); end != std::string::npos; end = commands_.find('\n')) {
    if (commands_.substr(0, end) == "counters") tell_counters();
    commands_.erase(0, end + 1);
  }
  return true;
}

void Relay::tell_counters() const {
  nlohmann::json all;
  for (const auto& port : ports_) {
    const auto& [delivered, payload, lost, packets, late] = port.counters;
    all[text(port.address)] = {
        {"delivered", delivered}, {"payload", payload}, {"lost", lost}, {"packets", packets}, {"late", late}};
  }
  std::cout << all.dump() << std::endl;
}

}  // namespace magnetar::benchmark
