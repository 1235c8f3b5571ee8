// Swarms of uneven peers, drawn by a seed: near and far, quick and slow, seeds and leechers, that join one
// after the other.

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <memory>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "simulated_swarm.h"

namespace magnetar::engine {
namespace {

constexpr int kWorlds = 60;

/// One swarm, and the peers that will join it.
class World {
 public:
  World(unsigned seed, bool with_liar) : random_(seed) {
    for (int i = whole(5, 7); i > 0; --i) draw(evenly(0.04, 0.5), Manner::honest);
    for (int i = whole(9, 11); i > 0; --i) draw_leecher();
    for (int i = whole(1, 3); i > 0; --i) draw(0.1, Manner::silent);
    Joining liar = drawn(between(0.5, 2.5), Manner::honest);
    liar.peer->lies = true;
    liar.peer->lies_every = static_cast<int>(between(2, 40));
    if (with_liar) joining_.push_back(std::move(liar));
    std::ranges::sort(joining_, {}, &Joining::at);
  }

  /// The time from the first want, before there is any peer, to the first piece.
  Duration first_piece() {
    swarm.want_rest(1);
    for (std::int32_t piece = 8; piece > 0; --piece) swarm.want({{piece, 6}});
    swarm.want({{0, 7}});
    for (Joining& next : joining_) {
      swarm.run_until(next.at, [&] { return swarm.is_complete(0); });
      if (swarm.is_complete(0)) break;
      swarm.join(std::move(next.peer));
    }
    swarm.fetch(0);
    return swarm.now - kStart;
  }

  Swarm swarm;

 private:
  struct Joining {
    TimePoint at;
    std::unique_ptr<Swarm::Peer> peer;
  };

  int whole(int from, int to) { return std::uniform_int_distribution(from, to)(random_); }
  double evenly(double from, double to) { return std::uniform_real_distribution(from, to)(random_); }
  double between(double from, double to) { return from * std::pow(to / from, evenly(0, 1)); }

  /// A peer, and the time at which its handshake is over.
  Joining drawn(double rate, Manner manner) {
    auto peer = std::make_unique<Swarm::Peer>(swarm, rate * 1e6, manner);
    peer->round_trip = std::chrono::milliseconds(static_cast<int>(between(20, 250)));
    return {kStart + 3 * peer->round_trip, std::move(peer)};
  }
  void draw(double rate, Manner manner) { joining_.push_back(drawn(rate, manner)); }
  void draw_leecher() {
    Joining leecher = drawn(between(0.06, 0.4), Manner::honest);
    const int percent = whole(3, 40);
    for (std::int32_t piece = 0; piece < kSizes.count; ++piece) {
      if (whole(1, 100) > percent) leecher.peer->lacks.insert(piece);
    }
    joining_.push_back(std::move(leecher));
  }

  std::mt19937 random_;
  std::vector<Joining> joining_;
};

struct Times {
  double median = 0;
  double worst = 0;
};

Times times_of(bool with_liar) {
  std::vector<double> seconds;
  for (unsigned seed = 1; seed <= kWorlds; ++seed) {
    World world(seed, with_liar);
    seconds.push_back(std::chrono::duration<double>(world.first_piece()).count());
    for (const auto& peer : world.swarm.peers) EXPECT_TRUE(peer->lies || !peer->banned) << seed;
  }
  std::ranges::sort(seconds);
  return {seconds[seconds.size() / 2], seconds.back()};
}

TEST(World, TheFirstPieceComesAtTheRateOfTheSwarm) {
  const Times times = times_of(false);
  RecordProperty("median", std::to_string(times.median));
  RecordProperty("worst", std::to_string(times.worst));
  EXPECT_LE(times.median, 1.1);
  EXPECT_LE(times.worst, 1.7);
}

TEST(World, ALiarCostsTheFirstPieceOnceMore) {
  const Times times = times_of(true);
  RecordProperty("median", std::to_string(times.median));
  RecordProperty("worst", std::to_string(times.worst));
  EXPECT_LE(times.median, 1.55);
  EXPECT_LE(times.worst, 2.3);
}

}  // namespace
}  // namespace magnetar::engine
