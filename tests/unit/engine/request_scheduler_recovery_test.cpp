#include <gtest/gtest.h>

#include <random>

#include "simulated_swarm.h"

namespace magnetar::engine {
namespace {

TEST(RequestScheduler, TheOnlyPeerIsAskedForWhatIsWaitedForAfterALongSilence) {
  Swarm swarm;
  auto& peer = swarm.add(2.5);
  swarm.want({{0, 1}});
  swarm.fetch(0);
  peer.manner = Manner::silent;
  swarm.want({{1, 7}, {2, 6}});
  swarm.run(8s);
  peer.manner = Manner::honest;
  EXPECT_LE(swarm.fetch(1), 8s);
  EXPECT_LE(swarm.fetch(2), 1s);
}

TEST(RequestScheduler, ASlowPeerIsAskedForWhatAQuickOneThatFellSilentDoesNotBring) {
  Swarm swarm;
  auto& quick = swarm.add(2.5);
  swarm.add(0.25);
  swarm.want_rest(1);
  swarm.run(3s);
  quick.manner = Manner::silent;
  swarm.want_rest(0);
  swarm.want({{90, 7}, {91, 6}});
  EXPECT_LE(swarm.fetch(90), 12s);
  EXPECT_LE(swarm.fetch(91), 5s);
}

/// Peers fall silent, reject, choke and come back at random, while the wanted pieces change.
class Troubled {
 public:
  explicit Troubled(unsigned seed) : chance_(seed) {
    const unsigned peers = 1 + below(4);
    for (unsigned i = 0; i < peers; ++i) swarm.add(0.2 + 0.3 * below(8));
  }

  void disturb() {
    Swarm::Peer& peer = *swarm.peers[below(static_cast<unsigned>(swarm.peers.size()))];
    switch (below(9)) {
      case 0:
        peer.manner = Manner::silent;
        break;
      case 1:
        peer.manner = Manner::refusing;
        break;
      case 2:
        swarm.scheduler.choked(peer, false, swarm.now);
        break;
      case 3:
        swarm.scheduler.choked(peer, true, swarm.now);
        break;
      case 4:
        calm(peer);
        break;
      case 5:
        fail(static_cast<std::int32_t>(below(12)));
        break;
      case 6:
        swarm.want({{static_cast<std::int32_t>(below(12)), static_cast<int>(below(8))}});
        break;
      case 7:
        swarm.scheduler.limit(below(2) * 500'000, swarm.now);
        break;
      default:
        swarm.scheduler.hurry(static_cast<std::int32_t>(below(12)), swarm.now);
    }
    swarm.run(std::chrono::milliseconds(below(3000)));
  }

  void calm(Swarm::Peer& peer) {
    peer.manner = Manner::honest;
    swarm.scheduler.unchoked(peer, swarm.now);
  }

  void fail(std::int32_t piece) {
    swarm.blocks_of.erase(piece);
    swarm.passed.erase(piece);
    swarm.scheduler.failed(piece, swarm.now);
  }

  void calm_all() {
    for (const auto& peer : swarm.peers) calm(*peer);
  }

  Swarm swarm;

 private:
  unsigned below(unsigned end) { return static_cast<unsigned>(chance_() % end); }

  std::mt19937 chance_;
};

TEST(RequestScheduler, WhateverPeersDoWhatIsWantedComesWhenTheyBehaveAgain) {
  for (unsigned seed = 1; seed <= 200; ++seed) {
    Troubled troubled(seed);
    for (int i = 0; i < 20; ++i) troubled.disturb();
    troubled.calm_all();
    for (const int priority : {7, 6, 4, 1}) {
      const std::int32_t piece = 20 + priority;
      troubled.swarm.want({{piece, priority}});
      ASSERT_LE(troubled.swarm.fetch(piece), 59s) << "priority " << priority << ", seed " << seed;
    }
  }
}

}  // namespace
}  // namespace magnetar::engine
