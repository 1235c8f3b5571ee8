#include "engine/request_pacer.h"

#include <gtest/gtest.h>

namespace magnetar::engine {
namespace {

using std::chrono::milliseconds;

BlockRequest block(std::int32_t piece, std::int32_t number) {
  return {piece, number * 16384, 16384};
}

class RequestPacerTest : public ::testing::Test {
 protected:
  void hold(std::int32_t piece, int count, int priority) {
    for (int i = 0; i < count; ++i) pacer_.hold(block(piece, i), priority);
  }
  std::size_t release() {
    const auto sent = pacer_.release(now_);
    wire_.insert(wire_.end(), sent.begin(), sent.end());
    return sent.size();
  }
  /// A peer of so many blocks per second that answers after `delay`, for one second.
  void serve(int blocks, milliseconds delay) {
    for (int i = 0; i < blocks; ++i) {
      now_ += milliseconds(1000) / blocks;
      if (wire_.empty()) return;
      const auto first = wire_.front();
      wire_.erase(wire_.begin());
      now_ = std::max(now_, started_ + delay);
      EXPECT_TRUE(pacer_.arrived(first, now_));
      release();
    }
  }

  RequestPacer pacer_;
  base::TimePoint started_{};
  base::TimePoint now_{};
  std::vector<BlockRequest> wire_;
};

TEST_F(RequestPacerTest, LetsOutFewerThanItWasGiven) {
  hold(0, 100, 1);
  EXPECT_EQ(release(), 8U);
  EXPECT_EQ(pacer_.bytes_on_wire(), 8 * 16384);
}

TEST_F(RequestPacerTest, WhatIsWantedMostGoesFirst) {
  hold(1, 100, 1);
  release();
  hold(7, 4, 7);
  ASSERT_TRUE(pacer_.arrived(wire_.front(), now_ + milliseconds(40)));
  const auto sent = pacer_.release(now_ + milliseconds(40));
  ASSERT_FALSE(sent.empty());
  EXPECT_EQ(sent.front(), block(7, 0));
}

TEST_F(RequestPacerTest, AQueueAtThePeerDoesNotGrowForLong) {
  hold(0, 1000, 1);
  release();
  serve(100, milliseconds(40));
  serve(100, milliseconds(40));
  // 100 blocks a second: 60 ms more than the quickest answer are six blocks; the window may overshoot a
  // little.
  EXPECT_LT(wire_.size(), 40U);
  EXPECT_GE(wire_.size(), 4U);
}

TEST_F(RequestPacerTest, WhatIsCancelledCountsNoLongerButMayStillCome) {
  hold(0, 4, 1);
  hold(5, 4, 1);
  release();
  const auto cancelled = pacer_.cancel_but(5);
  EXPECT_EQ(cancelled.size(), 4U);
  EXPECT_EQ(pacer_.bytes_on_wire(), 4 * 16384);
  EXPECT_TRUE(pacer_.arrived(block(0, 2), now_));
  EXPECT_FALSE(pacer_.arrived(block(0, 2), now_));
  EXPECT_EQ(pacer_.bytes_on_wire(), 4 * 16384);
}

TEST_F(RequestPacerTest, ARejectedBlockMakesRoom) {
  hold(0, 20, 1);
  release();
  pacer_.rejected(wire_.front());
  EXPECT_EQ(release(), 1U);
}

TEST_F(RequestPacerTest, OnlyHeldRequestsCanBeTakenBack) {
  hold(0, 20, 1);
  release();
  EXPECT_FALSE(pacer_.take_back(block(0, 0)));
  EXPECT_TRUE(pacer_.take_back(block(0, 19)));
  EXPECT_FALSE(pacer_.take_back(block(0, 19)));
}

TEST_F(RequestPacerTest, ExpectsNothingOfAPeerThatHasShownNothing) {
  hold(0, 20, 1);
  release();
  EXPECT_FALSE(pacer_.expected_delay(now_ + milliseconds(500)));
}

TEST_F(RequestPacerTest, ExpectsABlockBehindThoseThatAreOnTheWire) {
  hold(0, 200, 1);
  release();
  serve(50, milliseconds(40));
  const auto delay = pacer_.expected_delay(now_);
  ASSERT_TRUE(delay);
  const auto blocks = static_cast<double>(pacer_.bytes_on_wire()) / 16384 + 1;
  EXPECT_NEAR(std::chrono::duration<double>(*delay).count(), blocks / 50, 0.1);
}

TEST_F(RequestPacerTest, APeerThatChokesHearsOfEveryRequest) {
  hold(0, 100, 1);
  EXPECT_EQ(pacer_.release_all(now_).size(), 100U);
}

}  // namespace
}  // namespace magnetar::engine
