#include "streaming/viewer.h"

#include <gtest/gtest.h>

#include "streaming/audience.h"
#include "streaming/cursor.h"

namespace magnetar::streaming {
namespace {

using namespace std::chrono_literals;

constexpr std::int64_t kMiB = 1048576;
constexpr base::TimePoint kStart{};
constexpr std::int64_t kBitrate = 1000000;
const ViewerId unknown_viewer{};

TEST(Cursor, ProbesUntilItHasRead256KiBInARow) {
  Cursor cursor(0, kStart);
  cursor.move(262143, false, kBitrate, kStart);
  EXPECT_TRUE(cursor.probing());
  cursor.move(262144, false, kBitrate, kStart);
  EXPECT_FALSE(cursor.probing());
}

TEST(Cursor, ASeekMakesItProbeAgain) {
  Cursor cursor(0, kStart);
  cursor.move(262144, false, kBitrate, kStart);
  cursor.move(50 * kMiB, true, kBitrate, kStart);
  EXPECT_TRUE(cursor.probing());
  cursor.move(50 * kMiB + 262144, false, kBitrate, kStart);
  EXPECT_FALSE(cursor.probing());
}

TEST(Cursor, JumpsBackwardsAndFarAhead) {
  const Cursor cursor(8 * kMiB, kStart);
  EXPECT_FALSE(cursor.jumps_to(8 * kMiB));
  EXPECT_FALSE(cursor.jumps_to(12 * kMiB));
  EXPECT_TRUE(cursor.jumps_to(12 * kMiB + 1));
  EXPECT_TRUE(cursor.jumps_to(8 * kMiB - 1));
}

TEST(Cursor, AWaitIsAStallOnlyOnceTheFilmHandedOutHasRunDry) {
  Cursor cursor(0, kStart);
  cursor.move(2000000, false, kBitrate, kStart);  // two seconds
  cursor.wait_began(kStart + 100ms);
  EXPECT_FALSE(cursor.stalled(kStart + 2250ms));
  EXPECT_TRUE(cursor.stalled(kStart + 2251ms));
  EXPECT_TRUE(cursor.wait_ended(kStart + 3s));
  EXPECT_FALSE(cursor.stalled(kStart + 10s));
}

TEST(Cursor, AWaitOf250MsIsNoStall) {
  Cursor cursor(0, kStart);
  cursor.move(1000000, false, kBitrate, kStart);
  cursor.wait_began(kStart + 5s);
  EXPECT_FALSE(cursor.wait_ended(kStart + 5250ms));
}

TEST(Cursor, AProbesWaitIsNoStall) {
  Cursor cursor(0, kStart);
  cursor.wait_began(kStart);
  EXPECT_FALSE(cursor.wait_ended(kStart + 10s));
}

class ViewerTest : public testing::Test {
 protected:
  ViewerTest() { viewer.open(a, 0, kStart); }
  void play(CursorId cursor, std::int64_t position) {
    viewer.move(cursor, position + 262144, false, kBitrate, kStart);
  }

  const CursorId a{1};
  const CursorId b{2};
  const CursorId c{3};
  Viewer viewer{unknown_viewer, {0, 100 * kMiB}, kStart};
};

TEST_F(ViewerTest, TheNewestIsMainWhileAllProbe) {
  viewer.open(b, 99 * kMiB, kStart);
  EXPECT_EQ(viewer.main().position(), 99 * kMiB);
}

TEST_F(ViewerTest, TheLastToRead256KiBIsMain) {
  play(a, 0);
  viewer.open(b, 99 * kMiB, kStart);
  EXPECT_EQ(viewer.main().position(), 262144);
  play(b, 99 * kMiB);
  EXPECT_EQ(viewer.main().position(), 99 * kMiB + 262144);
}

TEST_F(ViewerTest, OneThatReachedTheEndGivesWay) {
  play(a, 0);
  viewer.open(b, 100 * kMiB - 262144, kStart);
  play(b, 100 * kMiB - 262144);
  EXPECT_EQ(viewer.main().position(), 262144);
}

TEST_F(ViewerTest, WhenTheMainClosesTheOtherIsMain) {
  play(a, 0);
  viewer.open(b, 99 * kMiB, kStart);
  viewer.close(a, kStart);
  EXPECT_EQ(viewer.main().position(), 99 * kMiB);
  EXPECT_FALSE(viewer.lingering());
}

TEST_F(ViewerTest, TheLastToCloseLeavesItsPlaceUntilAnotherOpens) {
  play(a, 0);
  viewer.close(a, kStart + 1s);
  EXPECT_EQ(viewer.closed_at(), kStart + 1s);
  EXPECT_EQ(viewer.main().position(), 262144);
  EXPECT_FALSE(viewer.main().probing());
  viewer.open(b, 50 * kMiB, kStart + 2s);
  EXPECT_FALSE(viewer.lingering());
  EXPECT_EQ(viewer.main().position(), 50 * kMiB);
}

TEST_F(ViewerTest, WaitsOfSeveralCursorsAtOnceCountOnce) {
  viewer.open(b, 99 * kMiB, kStart);
  viewer.wait_began(a, kStart);
  viewer.wait_began(b, kStart + 1s);
  viewer.wait_ended(a, kStart + 2s);
  EXPECT_TRUE(viewer.waiting());
  EXPECT_EQ(viewer.waited(kStart + 2500ms), 2500ms);
  viewer.wait_ended(b, kStart + 3s);
  EXPECT_FALSE(viewer.waiting());
  EXPECT_EQ(viewer.waited(kStart + 9s), 3s);
}

TEST_F(ViewerTest, AWaitThatTheClientGaveUpIsCounted) {
  play(a, 0);
  viewer.wait_began(a, kStart + 1s);
  EXPECT_EQ(viewer.stalls(kStart + 1250ms), 0);
  EXPECT_EQ(viewer.stalls(kStart + 1251ms), 1);
  viewer.close(a, kStart + 3s);
  EXPECT_EQ(viewer.stalls(kStart + 3s), 1);
  EXPECT_EQ(viewer.waited(kStart + 3s), 2s);
}

class AudienceTest : public testing::Test {
 protected:
  CursorId open(const ViewerId& id, std::int64_t position, base::ByteRange file = {0, 100 * kMiB}) {
    return audience.open(id, file, position, 16 * kMiB, kStart);
  }
  Audience audience;
};

TEST_F(AudienceTest, AKnownViewersConnectionsBelongTogetherWhereverTheyAre) {
  const auto first = open({"ann"}, 0);
  const auto second = open({"ann"}, 90 * kMiB);
  EXPECT_EQ(audience.of(first), audience.of(second));
  EXPECT_EQ(audience.open_viewers(), 1U);
}

TEST_F(AudienceTest, OneNameInFrontOfTwoFilesIsTwoViewers) {
  const auto first = open({"ann"}, 0);
  const auto second = open({"ann"}, 0, {0, 50 * kMiB});
  EXPECT_NE(audience.of(first), audience.of(second));
}

TEST_F(AudienceTest, AnUnknownConnectionNearbyJoins) {
  const auto first = open(unknown_viewer, 40 * kMiB);
  EXPECT_EQ(audience.of(open(unknown_viewer, 56 * kMiB)), audience.of(first));
  EXPECT_EQ(audience.of(open(unknown_viewer, 41 * kMiB)), audience.of(first));
}

TEST_F(AudienceTest, AnUnknownConnectionFarAwayIsSomebodyElse) {
  const auto first = open(unknown_viewer, 0);
  EXPECT_NE(audience.of(open(unknown_viewer, 16 * kMiB + 1)), audience.of(first));
  EXPECT_EQ(audience.open_viewers(), 2U);
}

TEST_F(AudienceTest, AnUnknownConnectionJoinsWhoHasJustClosed) {
  const auto first = open(unknown_viewer, 0);
  const Viewer* viewer = audience.of(first);
  audience.close(first, kStart);
  EXPECT_EQ(audience.open_viewers(), 0U);
  EXPECT_EQ(audience.of(open(unknown_viewer, 90 * kMiB)), viewer);
}

TEST_F(AudienceTest, AnUnknownConnectionJoinsTheNearestFirst) {
  const auto left = open(unknown_viewer, 0);
  const auto near = open(unknown_viewer, 80 * kMiB);
  audience.close(left, kStart);
  EXPECT_EQ(audience.of(open(unknown_viewer, 82 * kMiB)), audience.of(near));
}

TEST_F(AudienceTest, AnUnknownConnectionIsNotAKnownViewers) {
  const auto ann = open({"ann"}, 0);
  EXPECT_NE(audience.of(open(unknown_viewer, 0)), audience.of(ann));
}

TEST_F(AudienceTest, WhoClosedIsGoneAfter8Seconds) {
  audience.close(open(unknown_viewer, 0), kStart);
  audience.expire(kStart + 7999ms);
  EXPECT_FALSE(audience.empty());
  audience.expire(kStart + 8s);
  EXPECT_TRUE(audience.empty());
}

}  // namespace
}  // namespace magnetar::streaming
