#pragma once
// The network between the namespaces: reads packets from their TUN devices, delays them by the sender's and
// the receiver's access line and the distance, and delivers them. One thread, woken by packets and by one
// timer.

#include <cstdint>
#include <map>
#include <random>
#include <string>
#include <vector>

#include "base/unique_fd.h"
#include "benchmark/link/line.h"
#include "benchmark/link/packet.h"

namespace magnetar::benchmark {

/// A namespace and its access line; rates in bytes per second, 0: unlimited.
struct Attachment {
  std::string network_namespace;
  Address address{};
  std::int64_t up = 0;
  std::int64_t down = 0;
  Clock::duration delay{};  ///< one way to the middle of the network, in addition to the common delay
  std::uint32_t loss = 0;   ///< lost packets per million, in each direction
  std::optional<Clock::duration> queue = std::nullopt;  ///< a queue of its own
};

struct Counters {
  std::int64_t delivered = 0;  ///< bytes of whole packets
  std::int64_t payload = 0;    ///< TCP payload bytes in them
  std::int64_t lost = 0;       ///< packets that met a full queue on either line, or were lost on the way
  std::int64_t packets = 0;    ///< delivered
  std::int64_t late = 0;       ///< delivered more than 10 ms late, because this machine was busy
};

class Relay {
 public:
  /// `delay`: one way. Throws std::system_error when a device cannot be made.
  Relay(const std::vector<Attachment>& attachments, Clock::duration delay, Clock::duration queue);

  /// Carries packets until standard input ends. Answers each line `counters` with one line of JSON.
  void run();

 private:
  struct Port {
    Address address;
    base::UniqueFd tun;
    Line up;
    Line down;
    Clock::duration delay;
    std::uint32_t loss;
    Counters counters;
  };
  enum class Stage { reaches_receivers_line, arrives };
  struct Event {
    Time when;
    std::uint64_t order;
    Stage stage;
    std::size_t port;
    Packet packet;
  };

  void watch(int fd, std::uint64_t tag);
  void take_packets(std::size_t from);
  void send(std::size_t from, Packet packet);
  bool loses_one(const Port& port);
  void schedule(Event event);
  void run_due_events();
  void handle(Event event);
  void deliver(Port& port, const Packet& packet, Time when);
  void arm_timer();
  bool answer_commands();
  void tell_counters() const;

  Clock::duration delay_;
  std::vector<Port> ports_;
  std::map<Address, std::size_t> routes_;
  base::UniqueFd epoll_;
  base::UniqueFd timer_;
  std::vector<Event> events_;  ///< a heap, next event first
  std::uint64_t order_ = 0;
  std::minstd_rand random_;  ///< same seed in every run, so that runs differ by their timing only
  std::string commands_;
};

}  // namespace magnetar::benchmark
