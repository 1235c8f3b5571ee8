#include "streaming/planner.h"

#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <vector>

#include "fake_swarm.h"

namespace magnetar::streaming {
namespace {

constexpr std::int64_t kMiB = 1048576;

class PlannerTest : public testing::Test {
 protected:
  [[nodiscard]] int at(std::int32_t piece) {
    for (auto& cursor : demands.cursors)
      cursor.missing = first_missing(layout, cursor, reach(layout, cursor), swarm);
    return base::number_of(make_plan(layout, demands, swarm).at(base::PieceIndex{piece}));
  }
  void playing(std::int64_t position, WindowSizes sizes) {
    watch({file});
    demands.cursors = {{file, position, sizes, false}};
  }

  void watch(std::vector<base::ByteRange> files) {
    want_whole(files);
    demands.watched = std::move(files);
  }
  void want_whole(const std::vector<base::ByteRange>& files) {
    demands.whole = std::make_shared<const PieceRuns>(layout, files);
  }

  Layout layout{200 * kMiB, kMiB};
  base::ByteRange file{0, 200 * kMiB};
  Demands demands;
  FakeSwarm swarm;
};

TEST_F(PlannerTest, WantsNothingForNobody) {
  for (std::int32_t piece = 0; piece < 200; ++piece) EXPECT_EQ(at(piece), 0);
}

TEST_F(PlannerTest, GradesTheWindowByThirdsBehindOnePieceAtSevenAndTheUrgentSetAtSix) {
  playing(10 * kMiB, {2 * kMiB, 30 * kMiB});
  EXPECT_EQ(at(9), 1);
  EXPECT_EQ(at(10), 7);
  EXPECT_EQ(at(11), 6);
  EXPECT_EQ(at(12), 5);
  EXPECT_EQ(at(19), 5);
  EXPECT_EQ(at(20), 4);
  EXPECT_EQ(at(29), 4);
  EXPECT_EQ(at(30), 3);
  EXPECT_EQ(at(39), 3);
  EXPECT_EQ(at(40), 1);
}

TEST_F(PlannerTest, TheFirstMissingPieceIsAtSevenWhereverItLiesInTheWindow) {
  playing(10 * kMiB, {2 * kMiB, 30 * kMiB});
  for (std::int32_t piece = 10; piece < 35; ++piece) swarm.here.insert(piece);
  EXPECT_EQ(at(35), 7);
  EXPECT_EQ(at(36), 3);
}

TEST_F(PlannerTest, AHoleBehindTheFirstMissingPieceIsGradedByItsPlace) {
  playing(10 * kMiB, {2 * kMiB, 30 * kMiB});
  swarm.here = {10, 11, 13, 14, 15};
  EXPECT_EQ(at(12), 7);
  EXPECT_EQ(at(16), 5);
}

TEST_F(PlannerTest, AProbeWantsItsUrgentSetOnly) {
  playing(10 * kMiB, {2 * kMiB, 0});
  EXPECT_EQ(at(10), 7);
  EXPECT_EQ(at(11), 6);
  EXPECT_EQ(at(12), 1);
}

TEST_F(PlannerTest, WhoStandsBeforeAttachmentsWantsTheFilmBehindThem) {
  playing(0, {4 * kMiB, 16 * kMiB});
  demands.cursors[0].skipped = {{kMiB / 2, 30 * kMiB + kMiB / 2}};
  EXPECT_EQ(at(0), 7);
  EXPECT_EQ(at(1), 1);
  EXPECT_EQ(at(29), 1);
  EXPECT_EQ(at(30), 6);
  EXPECT_EQ(at(31), 5);
  EXPECT_EQ(at(45), 3);
  EXPECT_EQ(at(46), 1);
  swarm.here.insert(0);
  EXPECT_EQ(at(1), 1);
  EXPECT_EQ(at(30), 7);
}

TEST_F(PlannerTest, WhoReadsAttachmentsGetsThem) {
  playing(2 * kMiB, {4 * kMiB, 16 * kMiB});
  demands.cursors[0].skipped = {{kMiB / 2, 30 * kMiB + kMiB / 2}};
  EXPECT_EQ(at(2), 7);
  EXPECT_EQ(at(3), 6);
  EXPECT_EQ(at(17), 3);
  EXPECT_EQ(at(18), 1);
}

TEST_F(PlannerTest, AttachmentsUpToTheEndOfTheFileLeaveNothingToWant) {
  playing(0, {4 * kMiB, 16 * kMiB});
  demands.cursors[0].skipped = {{1, 200 * kMiB}};
  EXPECT_EQ(at(0), 7);
  EXPECT_EQ(at(1), 1);
  EXPECT_EQ(at(199), 1);
}

TEST_F(PlannerTest, ASideCursorWantsOnePiece) {
  playing(10 * kMiB, {2 * kMiB, 30 * kMiB});
  demands.cursors.push_back({file, 100 * kMiB, {4 * kMiB, 0}, true});
  EXPECT_EQ(at(100), 7);
  EXPECT_EQ(at(101), 1);
  swarm.here.insert(100);
  EXPECT_EQ(at(101), 7);
}

TEST_F(PlannerTest, NoMoreUrgentPiecesThanTheSwarmBringsInASecond) {
  playing(0, {8 * kMiB, 30 * kMiB});
  demands.rate = 2 * kMiB;
  EXPECT_EQ(at(0), 7);
  EXPECT_EQ(at(1), 6);
  EXPECT_EQ(at(2), 6);
  EXPECT_EQ(at(3), 5);
  demands.rate = 20 * kMiB;
  EXPECT_EQ(at(7), 6);
}

TEST_F(PlannerTest, NoMoreIsOpenThanLibtorrentKeepsInOrder) {
  playing(0, {2 * kMiB, 200 * kMiB});
  EXPECT_EQ(at(31), 5);
  EXPECT_EQ(at(32), 1);
  swarm.here = {0, 1};
  EXPECT_EQ(at(33), 5);
  EXPECT_EQ(at(34), 1);
}

TEST_F(PlannerTest, AFastSwarmMayHaveMoreOpen) {
  playing(0, {2 * kMiB, 200 * kMiB});
  demands.rate = 50 * kMiB;
  EXPECT_EQ(at(99), 4);
  EXPECT_EQ(at(100), 1);
}

TEST_F(PlannerTest, OfHugePiecesTwoAreOpen) {
  layout = {200 * kMiB, 16 * kMiB};
  playing(0, {32 * kMiB, 200 * kMiB});
  EXPECT_EQ(at(0), 7);
  EXPECT_EQ(at(1), 6);
  EXPECT_EQ(at(2), 1);
}

TEST_F(PlannerTest, AnIndexComesAfterThePieceThatPlayersStandOn) {
  playing(0, {2 * kMiB, 30 * kMiB});
  demands.indexes = {{{{150 * kMiB, 152 * kMiB}}, false}};
  EXPECT_EQ(at(0), 7);
  EXPECT_EQ(at(150), 6);
  EXPECT_EQ(at(151), 6);
  swarm.here.insert(0);
  demands.indexes[0].now = true;
  EXPECT_EQ(at(150), 7);
  EXPECT_EQ(at(151), 6);
  swarm.here.insert(150);
  EXPECT_EQ(at(151), 7);
}

TEST_F(PlannerTest, TheNextFilesHeadComesBeforeTheRest) {
  watch({file});
  demands.next_head = base::ByteRange{60 * kMiB, 62 * kMiB};
  EXPECT_EQ(at(60), 2);
  EXPECT_EQ(at(62), 1);
}

TEST_F(PlannerTest, OnlyWhatIsWatchedLeavesTheRestOff) {
  playing(10 * kMiB, {2 * kMiB, 30 * kMiB});
  demands.whole = nullptr;
  EXPECT_EQ(at(10), 7);
  EXPECT_EQ(at(39), 3);
  EXPECT_EQ(at(40), 0);
  want_whole({{50 * kMiB, 51 * kMiB}});
  EXPECT_EQ(at(50), 1);
}

TEST_F(PlannerTest, TheFarPieceIsTheLastOneMissing) {
  watch({{0, 100 * kMiB}});
  EXPECT_EQ(far_piece(layout, demands, swarm), base::PieceIndex{99});
  swarm.here = {98, 99};
  EXPECT_EQ(far_piece(layout, demands, swarm), base::PieceIndex{97});
  for (std::int32_t piece = 0; piece < 100; ++piece) swarm.here.insert(piece);
  EXPECT_EQ(far_piece(layout, demands, swarm), std::nullopt);
}

TEST_F(PlannerTest, AFileThatBeginsAndEndsInsidePiecesGetsTheWholePieces) {
  file = {3 * kMiB + 5, 7 * kMiB + 1};
  playing(file.begin, {2 * kMiB, 30 * kMiB});
  EXPECT_EQ(at(2), 0);
  EXPECT_EQ(at(3), 7);
  EXPECT_EQ(at(4), 6);
  EXPECT_EQ(at(7), 5);
  EXPECT_EQ(at(8), 0);
}

TEST_F(PlannerTest, AFileSmallerThanAPieceIsOnePiece) {
  file = {5 * kMiB + 100, 5 * kMiB + 200};
  playing(file.begin, {2 * kMiB, 30 * kMiB});
  EXPECT_EQ(at(4), 0);
  EXPECT_EQ(at(5), 7);
  EXPECT_EQ(at(6), 0);
}

TEST(Plan, PiecesBeyondTheLastAreLeftOut) {
  Plan plan(Layout{3 * kMiB, kMiB});
  plan.raise({base::PieceIndex{2}, base::PieceIndex{9}}, Priority::now);
  EXPECT_EQ(base::number_of(plan.at(base::PieceIndex{2})), 7);
}

TEST(Plan, TellsWhatIsDifferentOnce) {
  const Layout layout{100, 1};
  const auto runs = [&](std::vector<base::ByteRange> files) {
    return std::make_shared<const PieceRuns>(layout, files);
  };
  Plan before(layout, runs({{0, 4}}));
  before.raise(base::PieceIndex{1}, Priority::now);
  before.raise(base::PieceIndex{9}, Priority::window);
  Plan after(layout, runs({{2, 6}}));
  after.raise(base::PieceIndex{3}, Priority::urgent);
  after.raise(base::PieceIndex{9}, Priority::window);
  std::map<int, int> told;
  for (const auto& change : before.changes_to(after)) {
    EXPECT_TRUE(told.emplace(change.piece.value, base::number_of(change.priority)).second)
        << change.piece.value;
  }
  EXPECT_EQ(told, (std::map<int, int>{{0, 0}, {1, 0}, {3, 6}, {4, 1}, {5, 1}}));
}

TEST(PieceRuns, JoinFilesThatTouchOrShareAPiece) {
  const Layout layout{100, 10};
  const PieceRuns runs(layout, {{31, 35}, {0, 15}, {12, 20}, {50, 50}, {39, 41}});
  const std::vector<PieceRange> expected{{base::PieceIndex{0}, base::PieceIndex{2}},
                                         {base::PieceIndex{3}, base::PieceIndex{5}}};
  EXPECT_EQ(runs.runs(), expected);
  for (const int piece : {0, 1, 3, 4}) EXPECT_TRUE(runs.contains(base::PieceIndex{piece})) << piece;
  for (const int piece : {2, 5, 9}) EXPECT_FALSE(runs.contains(base::PieceIndex{piece})) << piece;
}

TEST(Layout, MovesARangeInside) {
  const Layout layout{100, 10};
  EXPECT_EQ(layout.inside({-5, 105}), (base::ByteRange{0, 100}));
  EXPECT_EQ(layout.inside({50, 40}), (base::ByteRange{50, 50}));
  EXPECT_EQ(layout.inside({INT64_MAX, INT64_MIN}), (base::ByteRange{100, 100}));
}

}  // namespace
}  // namespace magnetar::streaming
