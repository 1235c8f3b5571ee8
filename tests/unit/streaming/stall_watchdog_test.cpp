#include "streaming/stall_watchdog.h"

#include <gtest/gtest.h>

namespace magnetar::streaming {
namespace {

using namespace std::chrono_literals;

constexpr base::TimePoint kStart{};
constexpr CursorId kCursor{1};
constexpr base::PieceIndex kPiece{7};
const std::vector<base::PieceIndex> no_pieces;

TEST(Patience, IsTwiceTheTimeAPieceTakesAndASecondButNotLessThanASecondAndAHalf) {
  EXPECT_EQ(StallWatchdog::patience(262144, 4000000, 1), (Patience{1500ms, false}));
  EXPECT_EQ(StallWatchdog::patience(4194304, 1048576, 1), (Patience{9s, false}));
  EXPECT_EQ(StallWatchdog::patience(4194304, 1048576, 2), (Patience{17s, false}));
}

TEST(Patience, IsFiveSecondsForASwarmNotKnown) {
  EXPECT_EQ(StallWatchdog::patience(16777216, 0, 3), (Patience{5s, true}));
}

TEST(Patience, EndsAfterHalfAMinute) {
  EXPECT_EQ(StallWatchdog::patience(INT64_MAX, 1, 64), (Patience{30s, false}));
}

class StallWatchdogTest : public testing::Test {
 protected:
  StallWatchdog::Verdict review(base::Duration at, std::vector<Wait> waits) {
    return watchdog.review(waits, patience, kStart + at);
  }
  Patience patience{1500ms, false};
  StallWatchdog watchdog;
};

TEST_F(StallWatchdogTest, HurriesAPieceOnceWhenItIsLate) {
  const Wait wait{kCursor, kPiece, kStart};
  EXPECT_EQ(review(0s, {wait}).hurry, no_pieces);
  EXPECT_EQ(review(1499ms, {wait}).hurry, no_pieces);
  EXPECT_EQ(review(1500ms, {wait}).hurry, std::vector{kPiece});
  EXPECT_EQ(review(5s, {wait}).hurry, no_pieces);
}

TEST_F(StallWatchdogTest, APieceThatBecameTheFirstLaterHasItsOwnTime) {
  EXPECT_EQ(review(0s, {{kCursor, kPiece, kStart}}).hurry, no_pieces);
  EXPECT_EQ(review(1s, {{kCursor, base::PieceIndex{8}, kStart}}).hurry, no_pieces);
  EXPECT_EQ(review(2s, {{kCursor, base::PieceIndex{8}, kStart}}).hurry, no_pieces);
  EXPECT_EQ(review(2500ms, {{kCursor, base::PieceIndex{8}, kStart}}).hurry, std::vector{base::PieceIndex{8}});
}

TEST_F(StallWatchdogTest, ASwarmThatLooksSlowerWhileItOwesThePieceGetsNoMoreTime) {
  const Wait wait{kCursor, kPiece, kStart};
  review(0s, {wait});
  patience = {20s, false};
  review(1s, {wait});
  EXPECT_EQ(review(1500ms, {wait}).hurry, std::vector{kPiece});
}

TEST_F(StallWatchdogTest, AGuessGivesWayToWhatIsMeasured) {
  const Wait wait{kCursor, kPiece, kStart};
  patience = {5s, true};
  review(0s, {wait});
  patience = {20s, false};
  EXPECT_EQ(review(5s, {wait}).hurry, no_pieces);
  patience = {10s, false};
  EXPECT_EQ(review(9s, {wait}).hurry, no_pieces);
  EXPECT_EQ(review(10s, {wait}).hurry, std::vector{kPiece});
}

TEST_F(StallWatchdogTest, RelaxesWhatNobodyWaitsFor) {
  review(0s, {{kCursor, kPiece, kStart}});
  review(2s, {{kCursor, kPiece, kStart}});
  const auto verdict = review(3s, {{kCursor, base::PieceIndex{8}, kStart}});
  EXPECT_EQ(verdict.relax, std::vector{kPiece});
  EXPECT_TRUE(watchdog.hurried().empty());
  EXPECT_EQ(review(4s, {}).relax, no_pieces);
}

TEST_F(StallWatchdogTest, TwoThatWaitForOnePieceHurryItOnce) {
  const std::vector<Wait> waits{{kCursor, kPiece, kStart}, {CursorId{2}, kPiece, kStart}};
  review(0s, waits);
  EXPECT_EQ(review(2s, waits).hurry, std::vector{kPiece});
  EXPECT_EQ(review(3s, {waits[1]}).relax, no_pieces);
}

}  // namespace
}  // namespace magnetar::streaming
