#include "engine/request_window.h"

#include <gtest/gtest.h>

#include <deque>

namespace magnetar::engine {
namespace {

using namespace std::chrono_literals;
using base::Duration;
using base::TimePoint;

constexpr TimePoint kStart{1h};

/// A peer that sends blocks one after the other at its rate; each takes half a round trip.
class SimulatedPeer {
 public:
  SimulatedPeer(double bytes_per_second, Duration round_trip)
      : rate_(bytes_per_second), round_trip_(round_trip) {}

  /// Keeps the window full for this time.
  void run(RequestWindow& window, Duration lasting) {
    const TimePoint end = now + lasting;
    while (now < end) {
      while (window.has_room(now)) {
        const BlockRequest block{next_ / 64, next_ % 64 * 16384, 16384};
        ++next_;
        window.sent(block, now);
        const TimePoint begins = std::max(now + round_trip_ / 2, free_at_);
        free_at_ =
            begins + std::chrono::duration_cast<Duration>(std::chrono::duration<double>(16384 / rate_));
        coming_.push_back({block, free_at_ + round_trip_ / 2});
      }
      now = coming_.front().second;
      window.arrived(coming_.front().first, now);
      coming_.pop_front();
    }
  }

  void set(double rate, Duration round_trip) {
    rate_ = rate;
    round_trip_ = round_trip;
  }

  TimePoint now = kStart;

 private:
  double rate_;
  Duration round_trip_;
  std::int32_t next_ = 0;
  TimePoint free_at_ = kStart;
  std::deque<std::pair<BlockRequest, TimePoint>> coming_;
};

double megabytes(double rate) {
  return rate / 1e6;
}

TEST(RequestWindow, APeerThatTakesBatchesIsAskedAgainWhenHalfHasCome) {
  RequestWindow window;
  window.take_batches();
  int sent = 0;
  for (; window.has_room(kStart); ++sent) window.sent({0, sent * 16384, 16384}, kStart);
  EXPECT_EQ(sent, 16);
  SimulatedPeer peer(2.5e6, 40ms);
  RequestWindow other;
  other.take_batches();
  peer.run(other, 3s);
  EXPECT_GT(megabytes(*other.rate()), 2.4);
  while (!other.has_room(peer.now)) ASSERT_TRUE(other.gone(other.requests().front()));
  while (other.has_room(peer.now)) other.sent({1000, ++sent * 16384, 16384}, peer.now);
  const auto full = other.bytes();
  while (other.bytes() > full / 2) {
    EXPECT_FALSE(other.has_room(peer.now));
    ASSERT_TRUE(other.gone(other.requests().front()));
  }
  EXPECT_TRUE(other.has_room(peer.now));
}

TEST(RequestWindow, ANewPeerIsAskedForThreeBlocks) {
  RequestWindow window;
  int sent = 0;
  while (window.has_room(kStart)) window.sent({0, sent++ * 16384, 16384}, kStart);
  EXPECT_EQ(sent, 3);
  EXPECT_EQ(window.bytes(), 49152);
}

TEST(RequestWindow, LearnsWhatThePeerCanCarryWithinASecond) {
  RequestWindow window;
  SimulatedPeer peer(20e6, 40ms);
  peer.run(window, 1s);
  EXPECT_NEAR(megabytes(*window.rate()), 20, 1);
}

TEST(RequestWindow, KeepsNoMoreOnTheWireThanAFewHundredthsOfASecond) {
  RequestWindow window;
  SimulatedPeer peer(2.5e6, 40ms);
  peer.run(window, 5s);
  EXPECT_NEAR(static_cast<double>(window.bytes()), 2.5e6 * 0.123, 2.5e6 * 0.02);
  EXPECT_LE(*window.delay(peer.now), 140ms);
}

TEST(RequestWindow, ASlowPeerIsAskedForAtLeastFourBlocks) {
  RequestWindow window;
  SimulatedPeer peer(20e3, 40ms);
  peer.run(window, 60s);
  EXPECT_GE(window.bytes(), 49152);
  EXPECT_LE(window.bytes(), 65536);
}

TEST(RequestWindow, FollowsAPeerThatBecomesSlower) {
  RequestWindow window;
  SimulatedPeer peer(5e6, 40ms);
  peer.run(window, 5s);
  peer.set(1e6, 40ms);
  peer.run(window, 5s);
  EXPECT_NEAR(megabytes(*window.rate()), 1, 0.1);
}

TEST(RequestWindow, FollowsAPeerThatBecomesFaster) {
  RequestWindow window;
  SimulatedPeer peer(1e6, 40ms);
  peer.run(window, 5s);
  peer.set(10e6, 40ms);
  peer.run(window, 5s);
  EXPECT_NEAR(megabytes(*window.rate()), 10, 1);
}

TEST(RequestWindow, MeasuresAnewHowFarAwayThePeerIs) {
  RequestWindow window;
  SimulatedPeer peer(5e6, 20ms);
  peer.run(window, 5s);
  peer.set(5e6, 200ms);
  peer.run(window, 30s);
  EXPECT_GE(megabytes(*window.rate()), 4.5);
}

TEST(RequestWindow, AnIdlePeerKeepsTheRateItHasShown) {
  RequestWindow window;
  SimulatedPeer peer(5e6, 40ms);
  peer.run(window, 3s);
  TimePoint now = peer.now + 1s;
  static_cast<void>(window.clear());
  window.idle();
  for (int i = 0; i < 100; ++i) {
    const BlockRequest block{1000 + i, 0, 16384};
    window.sent(block, now);
    window.idle();
    window.arrived(block, now + 43ms);
    now += 200ms;
  }
  EXPECT_NEAR(megabytes(*window.rate()), 5, 0.5);
}

TEST(RequestWindow, TakesNoMoreRequestsThanThePeerSays) {
  RequestWindow window;
  window.take_at_most(3);
  int sent = 0;
  while (window.has_room(kStart)) window.sent({0, sent++ * 16384, 16384}, kStart);
  EXPECT_EQ(sent, 3);
}

TEST(RequestWindow, ASilentPeerIsGivenUpAfterFiveSecondsAndThenAskedForOneBlock) {
  RequestWindow window;
  window.sent({0, 0, 16384}, kStart);
  window.sent({0, 16384, 16384}, kStart);
  EXPECT_TRUE(window.give_up(kStart + 4s).empty());
  EXPECT_EQ(window.give_up(kStart + 5s).size(), 2U);
  EXPECT_TRUE(window.stalled());
  window.sent({0, 0, 16384}, kStart + 5s);
  EXPECT_FALSE(window.has_room(kStart + 5s));
  EXPECT_TRUE(window.arrived({0, 0, 16384}, kStart + 6s));
  EXPECT_FALSE(window.stalled());
}

TEST(RequestWindow, ARequestThatLaterOnesHaveOvertakenByTwoSecondsIsLost) {
  RequestWindow window;
  window.sent({0, 0, 16384}, kStart);
  window.sent({0, 16384, 16384}, kStart + 2100ms);
  window.arrived({0, 16384, 16384}, kStart + 2200ms);
  EXPECT_EQ(window.give_up(kStart + 2200ms), (std::vector<BlockRequest>{{0, 0, 16384}}));
  EXPECT_FALSE(window.stalled());
}

TEST(RequestWindow, AnAnswerToWhatWasGivenUpIsNotOurs) {
  RequestWindow window;
  window.sent({0, 0, 16384}, kStart);
  EXPECT_TRUE(window.gone({0, 0, 16384}));
  EXPECT_FALSE(window.gone({0, 0, 16384}));
  EXPECT_FALSE(window.arrived({0, 0, 16384}, kStart + 1s));
  EXPECT_EQ(window.bytes(), 0);
}

TEST(RequestWindow, ABlockIsExpectedWhenThoseBeforeItHaveCome) {
  RequestWindow window;
  SimulatedPeer peer(1e6, 40ms);
  peer.run(window, 3s);
  const auto on_wire = window.requests();
  const auto first = window.remaining(on_wire.front(), peer.now);
  const auto last = window.remaining(on_wire.back(), peer.now);
  EXPECT_LE(first, 20ms);
  EXPECT_NEAR(std::chrono::duration<double>(last - first).count(),
              static_cast<double>(on_wire.size() - 1) * 0.0164, 0.02);
}

TEST(RequestWindow, TimeThatABlockSpentBehindOthersDoesNotBringItNearer) {
  RequestWindow window;
  window.sent({0, 0, 16384}, kStart);
  EXPECT_TRUE(window.arrived({0, 0, 16384}, kStart + 100ms));  // 163,840 bytes/s
  for (int block = 1; block <= 3; ++block) window.sent({0, block * 16384, 16384}, kStart + 100ms);
  EXPECT_TRUE(window.arrived({0, 16384, 16384}, kStart + 200ms));
  EXPECT_EQ(window.remaining({0, 3 * 16384, 16384}, kStart + 200ms), 200ms);
  EXPECT_EQ(window.remaining({0, 3 * 16384, 16384}, kStart + 250ms), 150ms);
}

TEST(RequestWindow, ASilentPeerIsExpectedToStaySilentAsLongAgain) {
  RequestWindow window;
  SimulatedPeer peer(1e6, 40ms);
  peer.run(window, 3s);
  EXPECT_EQ(window.remaining(window.requests().front(), peer.now + 2s), 2s);
}

}  // namespace
}  // namespace magnetar::engine
