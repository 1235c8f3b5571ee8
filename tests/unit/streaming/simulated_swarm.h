#pragma once
// A swarm in virtual time: peers with rates and request queues, libtorrent's order of picking, and players.

#include <cstdint>
#include <functional>
#include <map>
#include <random>
#include <set>
#include <tuple>
#include <vector>

#include "streaming/scheduler.h"
#include "support/fake_clock.h"

namespace magnetar::streaming {

/// Events in order of time.
class VirtualTime {
 public:
  tests::FakeClock clock;

  void after(base::Duration delay, std::function<void()> event) {
    events_.emplace(clock.now() + delay, std::move(event));
  }
  void every(base::Duration period, const std::function<void()>& event) {
    after(period, [this, period, event] {
      event();
      every(period, event);
    });
  }
  void run(base::Duration time) {
    const auto end = clock.now() + time;
    while (!events_.empty() && events_.begin()->first <= end) {
      auto next = events_.extract(events_.begin());
      clock.advance(next.key() - clock.now());
      next.mapped()();
    }
    clock.advance(end - clock.now());
  }

 private:
  std::multimap<base::TimePoint, std::function<void()>> events_;
};

struct SimulatedPeer {
  std::int64_t rate = 0;  ///< bytes per second
  bool silent = false;    ///< takes requests and answers none
};

/// All peers are seeds. A peer gets requests for as many blocks as it sends in an eighth of a second, by
/// priority, and at random among equals.
class SimulatedSwarm final : public Swarm {
 public:
  static constexpr std::int64_t kBlock = 16384;
  static constexpr std::chrono::milliseconds kRoundTrip{40};

  SimulatedSwarm(VirtualTime& time, Layout layout, std::vector<SimulatedPeer> peers, std::uint32_t seed);

  void request(std::span<const PieceRequest> changes) override;
  [[nodiscard]] bool has(base::PieceIndex piece) const override;
  [[nodiscard]] std::optional<base::PieceIndex> first_missing(PieceRange pieces) const override {
    for (auto piece = pieces.begin; piece < pieces.end; ++piece) {
      if (!has(piece)) return piece;
    }
    return std::nullopt;
  }
  void limit_download(std::int64_t bytes_per_second) override { limit_ = bytes_per_second; }
  void hurry(base::PieceIndex piece) override;
  void relax(base::PieceIndex piece) override;

  std::function<void(base::PieceIndex)> on_piece = [](base::PieceIndex) {};
  std::int64_t received = 0;
  std::int64_t received_twice = 0;
  int hurries = 0;

  /// Bytes received in the second before now.
  [[nodiscard]] std::int64_t rate();

 private:
  enum class Block : std::uint8_t { free, asked, here };
  struct Piece {
    Priority priority = Priority::off;
    std::uint32_t chance = 0;
    std::vector<Block> blocks;
    std::size_t free = 0;
    std::size_t missing = 0;
    std::vector<std::set<std::size_t>> asked_of;
    std::vector<base::TimePoint> asked_at;
  };
  using Rank = std::tuple<int, std::uint32_t, std::size_t>;
  struct Request {
    std::size_t peer;
    std::size_t piece;
    std::size_t block;
    base::TimePoint arrives;
  };
  struct Pick {
    std::size_t piece;
    std::size_t block;
  };

  void fill_all();
  void fill(std::size_t peer);
  [[nodiscard]] Rank rank(std::size_t piece) const;
  /// Changes a piece and keeps `order_` sorted.
  template <class Change>
  void change(std::size_t piece, Change change);
  [[nodiscard]] bool pick(Pick& picked) const;
  [[nodiscard]] bool pick_late(std::size_t peer, Pick& picked) const;
  void ask(std::size_t peer, const Pick& picked);
  void arrive(int id);
  void deliver(int id);
  void drop(int id);

  VirtualTime& time_;
  Layout layout_;
  std::vector<SimulatedPeer> peers_;
  std::vector<base::TimePoint> busy_until_;
  std::vector<std::int64_t> outstanding_;
  std::vector<Piece> pieces_;
  std::set<Rank> order_;  ///< pieces with blocks to request, the first one first
  std::set<std::size_t> hurried_;
  std::map<int, Request> requests_;
  std::multimap<base::TimePoint, std::int64_t> arrivals_;
  base::TimePoint limiter_free_;
  std::int64_t limit_ = 0;
  int next_request_ = 0;
};

/// A browser: reads ahead until its own buffer is full, begins with a second of film, plays at the bitrate.
class SimulatedPlayer {
 public:
  SimulatedPlayer(VirtualTime& time, Scheduler& scheduler, const SimulatedSwarm& swarm, Layout layout,
                  ViewerId id, base::ByteRange file, std::int64_t bitrate);

  void seek(std::int64_t position);
  void pause(bool paused) { paused_ = paused; }
  void leave();

  int stalls = 0;
  bool started = false;
  /// Time from the last seek, or the beginning, to the first byte.
  base::Duration first_byte{0};
  base::Duration longest_wait{0};
  [[nodiscard]] bool ended() const { return played_ >= file_.end; }

 private:
  static constexpr std::chrono::milliseconds kStep{20};

  void step();
  void read();
  void play();
  void wait(bool now);

  VirtualTime& time_;
  Scheduler& scheduler_;
  const SimulatedSwarm& swarm_;
  Layout layout_;
  ViewerId id_;
  base::ByteRange file_;
  std::int64_t bitrate_;
  CursorId cursor_;
  std::int64_t read_;
  std::int64_t played_;
  base::TimePoint sought_;
  base::TimePoint waits_since_;
  bool waiting_ = false;
  bool paused_ = false;
  bool gone_ = false;
  bool has_first_byte_ = false;
};

}  // namespace magnetar::streaming
