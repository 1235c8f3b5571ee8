#include "engine/request_lanes.h"

#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <random>
#include <set>

namespace magnetar::engine {
namespace {

using namespace std::chrono_literals;
using base::Duration;
using base::TimePoint;

constexpr TimePoint kStart{1h};
/// Pieces of 1 MiB.
const PieceSizes kSizes{100, 1 << 20, 1 << 20};

enum class Manner { honest, silent, refusing };

/// A swarm in virtual time: each peer sends what it was asked for at its rate, half a round trip away.
class Swarm {
 public:
  struct Peer final : PeerWire {
    Peer(Swarm& home, double bytes_per_second, Manner manners)
        : swarm(home), rate(bytes_per_second), manner(manners) {}

    bool gives(std::int32_t piece) const override { return !lacks.contains(piece); }
    void request(const BlockRequest& block) override { swarm.request(*this, block); }
    void cancel(const BlockRequest& /*block*/) override { ++cancels; }

    Swarm& swarm;
    double rate;
    Manner manner;
    TimePoint free_at = kStart;
    std::set<std::int32_t> lacks;
    std::set<std::int32_t> loses;  ///< of these pieces it loses the first block, once
    int cancels = 0;
    int sent = 0;  ///< blocks
    std::map<std::int32_t, int> sent_of;
  };

  Swarm() { lanes.open(kSizes, {}); }

  Peer& add(double megabytes_per_second, Manner manner = Manner::honest) {
    peers.push_back(std::make_unique<Peer>(*this, megabytes_per_second * 1e6, manner));
    lanes.add(*peers.back());
    lanes.unchoked(*peers.back(), now);
    return *peers.back();
  }

  void want(std::initializer_list<std::pair<std::int32_t, int>> changes) {
    const std::vector<std::pair<std::int32_t, int>> list(changes);
    lanes.want(list, now);
  }

  void want_rest(int priority) {
    std::vector<std::pair<std::int32_t, int>> all;
    for (std::int32_t piece = 0; piece < kSizes.count; ++piece) all.emplace_back(piece, priority);
    lanes.want(all, now);
  }

  void run(Duration lasting) {
    run_until(now + lasting, [] { return false; });
  }

  /// How long it takes until the piece is here; 60 s at most.
  Duration fetch(std::int32_t piece) {
    const TimePoint began = now;
    run_until(now + 60s, [&] { return blocks_of[piece].size() == 64; });
    return now - began;
  }

  void request(Peer& peer, const BlockRequest& block) {
    ++requests;
    if (peer.manner == Manner::silent) return;
    if (block.start == 0 && peer.loses.erase(block.piece) > 0) return;
    if (peer.manner == Manner::refusing) {
      events.emplace(now + kRoundTrip, [this, &peer, block] { lanes.rejected(peer, block, now); });
      return;
    }
    peer.free_at =
        std::max(now + kRoundTrip / 2, peer.free_at) +
        std::chrono::duration_cast<Duration>(std::chrono::duration<double>(block.length / peer.rate));
    events.emplace(peer.free_at + kRoundTrip / 2, [this, &peer, block] { arrive(peer, block); });
  }

  RequestLanes lanes;
  std::vector<std::unique_ptr<Peer>> peers;
  TimePoint now = kStart;
  int requests = 0;
  int twice = 0;  ///< blocks that came more than once
  std::map<std::int32_t, std::set<std::int32_t>> blocks_of;

 private:
  static constexpr Duration kRoundTrip = 40ms;

  void arrive(Peer& peer, const BlockRequest& block) {
    ++peer.sent;
    ++peer.sent_of[block.piece];
    if (!blocks_of[block.piece].insert(block.start).second) ++twice;
    lanes.arrived(peer, block, now);
    lanes.arrived(block.piece, block.block());
    if (blocks_of[block.piece].size() == 64 && passes) lanes.passed(block.piece);
  }

  template <class Done>
  void run_until(TimePoint end, Done done) {
    while (now < end && !done()) {
      const TimePoint next = events.empty() ? end : std::min(end, events.begin()->first);
      if (ticked_at + 1s <= next) {
        now = ticked_at += 1s;
        for (const auto& peer : peers) lanes.tick(*peer, now);
        continue;
      }
      now = next;
      if (events.empty() || events.begin()->first > now) continue;
      const auto event = events.begin()->second;
      events.erase(events.begin());
      event();
    }
  }

  TimePoint ticked_at = kStart;
  std::multimap<TimePoint, std::function<void()>> events;

 public:
  bool passes = true;  ///< complete pieces pass their check at once
};

TEST(RequestLanes, AskNobodyForWhatNobodyWants) {
  Swarm swarm;
  swarm.add(2.5);
  swarm.run(2s);
  EXPECT_EQ(swarm.requests, 0);
}

TEST(RequestLanes, ASeekAtFullRateTakesLittleMoreThanARoundTripAndThePiece) {
  Swarm swarm;
  for (int i = 0; i < 3; ++i) swarm.add(2.5);
  swarm.add(0.25);
  swarm.want_rest(1);
  swarm.run(5s);
  swarm.want({{60, 7}, {61, 6}});
  // What is on the wire already, and the piece at 7.5 MB/s: 0.12 + 0.14.
  EXPECT_LE(swarm.fetch(60), 280ms);
}

TEST(RequestLanes, TheSwarmIsUsedToItsFull) {
  Swarm swarm;
  for (int i = 0; i < 3; ++i) swarm.add(2.5);
  swarm.want_rest(1);
  swarm.run(8s);
  int blocks = 0;
  for (const auto& peer : swarm.peers) blocks += peer->sent;
  EXPECT_GE(blocks * 16384, 0.95 * 7.5e6 * 8);
  EXPECT_EQ(swarm.twice, 0);
}

TEST(RequestLanes, ASilentPeerDelaysThePieceThatIsWaitedForByLittle) {
  Swarm swarm;
  for (int i = 0; i < 3; ++i) swarm.add(2.5);
  swarm.add(2.5, Manner::silent);
  swarm.want_rest(1);
  swarm.want({{0, 7}, {1, 6}});
  EXPECT_LE(swarm.fetch(0), 750ms);
}

TEST(RequestLanes, ASlowPeerIsNotAskedForWhatItWouldBringLast) {
  Swarm swarm;
  for (int i = 0; i < 3; ++i) swarm.add(2.5);
  auto& slow = swarm.add(0.05);
  swarm.want_rest(1);
  swarm.run(5s);
  swarm.want({{60, 7}});
  swarm.fetch(60);
  EXPECT_EQ(slow.sent_of[60], 0);
}

TEST(RequestLanes, APeerThatLeavesTakesNothingWithIt) {
  Swarm swarm;
  auto& leaving = swarm.add(2.5);
  swarm.add(2.5);
  swarm.want({{0, 7}});
  swarm.lanes.remove(leaving, swarm.now);
  EXPECT_LE(swarm.fetch(0), 1s);
}

TEST(RequestLanes, APeerThatChokesUsIsAskedAgainWhenItStops) {
  Swarm swarm;
  auto& only = swarm.add(2.5, Manner::silent);
  swarm.want({{0, 7}});
  const int before = swarm.requests;
  swarm.lanes.choked(only, false, swarm.now);
  EXPECT_EQ(swarm.requests, before);
  only.manner = Manner::honest;
  swarm.lanes.unchoked(only, swarm.now);
  EXPECT_LE(swarm.fetch(0), 1s);
}

TEST(RequestLanes, WhatAPeerWillStillAnswerAfterAChokeIsNotAskedForAgain) {
  Swarm swarm;
  auto& only = swarm.add(2.5);
  swarm.want({{0, 7}});
  swarm.lanes.choked(only, true, swarm.now);
  swarm.lanes.unchoked(only, swarm.now);
  swarm.fetch(0);
  EXPECT_EQ(swarm.requests, 64);
}

TEST(RequestLanes, APeerThatRefusesIsLeftAloneForASecond) {
  Swarm swarm;
  swarm.add(2.5, Manner::refusing);
  swarm.want({{0, 7}});
  swarm.run(10s);
  EXPECT_LE(swarm.requests, 11 * 3);
  EXPECT_GE(swarm.requests, 9 * 3);
}

TEST(RequestLanes, APeerAtATenthOfTheOthersRateDoesNotHoldUpTheFirstPiece) {
  Swarm swarm;
  for (int i = 0; i < 3; ++i) swarm.add(2.5);
  swarm.add(0.25);
  swarm.want({{0, 7}, {1, 6}});
  EXPECT_LE(swarm.fetch(0), 215ms);  // all together could in 175
  EXPECT_LE(swarm.twice, 2);
}

TEST(RequestLanes, ThoseWhoHaveThePieceAreAsked) {
  Swarm swarm;
  auto& without = swarm.add(2.5);
  without.lacks = {0};
  auto& with = swarm.add(2.5);
  swarm.want({{0, 7}});
  swarm.fetch(0);
  EXPECT_EQ(without.sent, 0);
  EXPECT_EQ(with.sent, 64);
}

TEST(RequestLanes, APieceThatFailedItsCheckIsAskedOfOnePeerAlone) {
  Swarm swarm;
  swarm.passes = false;
  for (int i = 0; i < 3; ++i) swarm.add(2.5);
  swarm.want({{0, 7}});
  swarm.fetch(0);
  swarm.run(1s);  // what was asked of two
  swarm.blocks_of.clear();
  for (auto& peer : swarm.peers) peer->sent_of.clear();
  swarm.lanes.failed(0, swarm.now);
  EXPECT_LE(swarm.fetch(0), 2s);
  int senders = 0;
  for (const auto& peer : swarm.peers) senders += peer->sent_of[0] > 0 ? 1 : 0;
  EXPECT_EQ(senders, 1);
}

TEST(RequestLanes, ALimitHoldsForWhatNobodyWaitsForAlone) {
  Swarm swarm;
  for (int i = 0; i < 3; ++i) swarm.add(2.5);
  swarm.want_rest(1);
  swarm.run(2s);
  swarm.lanes.limit(500'000, swarm.now);
  swarm.run(1s);
  const int before = swarm.requests;
  swarm.run(10s);
  EXPECT_NEAR((swarm.requests - before) * 16384, 5e6, 0.6e6);
  swarm.want({{60, 7}});
  EXPECT_LE(swarm.fetch(60), 280ms);
}

TEST(RequestLanes, ARequestThatIsLostIsMadeAgain) {
  Swarm swarm;
  auto& only = swarm.add(2.5);
  only.loses = {0, 5};
  swarm.want({{0, 1}, {1, 1}, {2, 1}, {3, 1}, {4, 1}, {5, 1}, {6, 1}, {7, 1}});
  EXPECT_LE(swarm.fetch(0), 4s);
}

TEST(RequestLanes, ACancelGoesToWhoIsAskedForABlockThatHasCome) {
  Swarm swarm;
  auto& silent = swarm.add(2.5, Manner::silent);
  for (int i = 0; i < 2; ++i) swarm.add(2.5);
  swarm.want_rest(1);
  swarm.want({{0, 7}});
  swarm.fetch(0);
  EXPECT_GT(silent.cancels, 0);
}

TEST(RequestLanes, NothingIsAskedForAfterAWriteFailedUntilItGoesOn) {
  Swarm swarm;
  swarm.add(2.5);
  swarm.want_rest(1);
  swarm.run(1s);
  swarm.lanes.lost(0, 0);
  swarm.run(1s);
  const int before = swarm.requests;
  swarm.run(5s);
  EXPECT_EQ(swarm.requests, before);
  swarm.lanes.go_on(swarm.now);
  swarm.run(1s);
  EXPECT_GT(swarm.requests, before);
}

TEST(RequestLanes, TheEndOfADownloadDoesNotHangOnASilentPeer) {
  Swarm swarm;
  swarm.add(2.5);
  swarm.add(2.5, Manner::silent);
  swarm.want({{0, 1}, {1, 1}});
  swarm.fetch(0);
  EXPECT_LE(swarm.fetch(1), 7s);
}

TEST(RequestLanes, TheOnlyPeerIsAskedForWhatIsWaitedForAfterALongSilence) {
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

TEST(RequestLanes, ASlowPeerIsAskedForWhatAQuickOneThatFellSilentDoesNotBring) {
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

/// Peers fall silent, refuse, choke and come back as chance will have it, while what is wanted changes.
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
        swarm.lanes.choked(peer, false, swarm.now);
        break;
      case 3:
        swarm.lanes.choked(peer, true, swarm.now);
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
        swarm.lanes.limit(below(2) * 500'000, swarm.now);
        break;
      default:
        swarm.lanes.hurry(static_cast<std::int32_t>(below(12)), swarm.now);
    }
    swarm.run(std::chrono::milliseconds(below(3000)));
  }

  void calm(Swarm::Peer& peer) {
    peer.manner = Manner::honest;
    swarm.lanes.unchoked(peer, swarm.now);
  }

  void fail(std::int32_t piece) {
    swarm.blocks_of.erase(piece);
    swarm.lanes.failed(piece, swarm.now);
  }

  void calm_all() {
    for (const auto& peer : swarm.peers) calm(*peer);
  }

  Swarm swarm;

 private:
  unsigned below(unsigned end) { return static_cast<unsigned>(chance_() % end); }

  std::mt19937 chance_;
};

TEST(RequestLanes, WhateverPeersDoWhatIsWantedComesWhenTheyBehaveAgain) {
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
