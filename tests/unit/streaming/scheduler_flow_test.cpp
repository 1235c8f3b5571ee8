// The scheduler over time: pacing, seeks, late pieces, figures.

#include <gtest/gtest.h>

#include "scheduler_fixture.h"
#include "streaming/scheduler.h"

namespace magnetar::streaming {
namespace {

using Pieces = std::vector<std::int32_t>;

class SchedulerFlow : public SchedulerTest {
 protected:
  // A viewer with a full window of 30 MB, paced.
  CursorId paced(const ViewerId& viewer, std::int32_t piece) {
    arrive(piece, piece + 30);
    const auto cursor = playing(viewer, piece * kMiB);
    pass(250ms);
    return cursor;
  }
};

TEST_F(SchedulerFlow, AFullWindowIsPacedALittleAboveTheBitrate) {
  playing(ann_viewer, kFile.begin);
  arrive(10, 32);
  EXPECT_EQ(swarm.limit, 0);
  arrive(32, 34);
  EXPECT_EQ(swarm.limit, 1300000);
  EXPECT_EQ(swarm.at(300), 1) << "the rest goes on, slowly";
}

TEST_F(SchedulerFlow, TheLimitStaysUntilHalfOfTheWindowIsUsedUp) {
  const auto cursor = paced(ann_viewer, 10);
  EXPECT_EQ(swarm.limit, 1300000);
  for (int i = 1; i <= 15; ++i) scheduler.move(cursor, (10 + i) * kMiB);
  EXPECT_EQ(swarm.limit, 1300000);
  scheduler.move(cursor, 26 * kMiB);
  EXPECT_EQ(swarm.limit, 0);
}

TEST_F(SchedulerFlow, ASeekLiftsTheLimitAtOnceAndMovesThePriorities) {
  arrive(10, 35);
  const auto cursor = playing(ann_viewer, kFile.begin);
  EXPECT_EQ(swarm.limit, 1300000);
  EXPECT_EQ(swarm.at(35), 7);
  scheduler.move(cursor, 200 * kMiB);
  EXPECT_EQ(swarm.limit, 0);
  EXPECT_EQ(swarm.missing_at(7), Pieces{200});
  EXPECT_EQ(swarm.at(35), 1) << "what was wanted at the old place comes last";
}

TEST_F(SchedulerFlow, ASeekByClosingAndOpeningLiftsTheLimitAtOnce) {
  scheduler.close(paced(unknown_viewer, 10));
  EXPECT_EQ(swarm.limit, 1300000);
  static_cast<void>(scheduler.open(unknown_viewer, kFile, 200 * kMiB));
  EXPECT_EQ(swarm.limit, 0);
  EXPECT_EQ(swarm.missing_at(7), Pieces{200});
  EXPECT_EQ(scheduler.stats().viewers.size(), 1U);
}

TEST_F(SchedulerFlow, ASeekToWhatIsHereNeedsNoHurry) {
  const auto cursor = paced(ann_viewer, 10);
  scheduler.move(cursor, 15 * kMiB);
  EXPECT_EQ(swarm.limit, 1300000);
}

TEST_F(SchedulerFlow, ALongStepOverWhatIsHereIsReading) {
  arrive(10, 100);
  const auto cursor = scheduler.open(ann_viewer, kFile, kFile.begin);
  scheduler.move(cursor, kFile.begin + 64 * kMiB);
  EXPECT_FALSE(stats_of(ann_viewer).probing);
  scheduler.move(cursor, 110 * kMiB);
  EXPECT_TRUE(stats_of(ann_viewer).probing);
}

TEST_F(SchedulerFlow, AWaitLiftsTheLimit) {
  paced(ann_viewer, 10);
  const auto side = scheduler.open(ann_viewer, kFile, 35 * kMiB);
  EXPECT_EQ(swarm.limit, 1300000);
  scheduler.wait_began(side);
  EXPECT_EQ(swarm.limit, 0);
  scheduler.wait_ended(side);
  EXPECT_EQ(swarm.limit, 1300000);
}

TEST_F(SchedulerFlow, ANewViewerLiftsTheLimitUntilItHasEnoughToo) {
  paced(ann_viewer, 10);
  const auto bob = scheduler.open(bob_viewer, kFile, 200 * kMiB);
  EXPECT_EQ(swarm.limit, 0);
  arrive(200, 230);
  play(bob, 200 * kMiB);
  EXPECT_EQ(swarm.limit, 2600000) << "both bitrates";
}

TEST_F(SchedulerFlow, SelectedFilesThatAreMissingLiftTheLimit) {
  paced(ann_viewer, 10);
  scheduler.select({{0, 2 * kMiB}});
  EXPECT_EQ(swarm.limit, 0);
  arrive(0, 2);
  pass(250ms);
  EXPECT_EQ(swarm.limit, 1300000);
}

TEST_F(SchedulerFlow, TheLimitGoesWithTheLastViewer) {
  scheduler.close(paced(ann_viewer, 10));
  pass(8s);
  EXPECT_EQ(swarm.limit, 0);
}

TEST_F(SchedulerFlow, TheEndOfAFileIsAFullWindow) {
  arrive(385, 390);
  const auto cursor = playing(ann_viewer, 385 * kMiB);
  EXPECT_EQ(swarm.limit, 1300000);
  scheduler.close(cursor);
}

TEST_F(SchedulerFlow, APacedDownloadDoesNotMakeTheSwarmLookSlow) {
  scheduler.set_rate(20000000);
  playing(ann_viewer, kFile.begin);
  const auto window = stats_of(ann_viewer).window;
  arrive(10, 40);
  for (int i = 0; i < 100; ++i) {
    scheduler.set_rate(1300000);
    pass(250ms);
  }
  EXPECT_EQ(stats_of(ann_viewer).window, window);
  EXPECT_EQ(scheduler.stats().rate, 20000000);
  EXPECT_EQ(swarm.limit, 1300000);
}

TEST_F(SchedulerFlow, SeekingBackTakesUpWhatWasLeft) {
  const auto cursor = playing(ann_viewer, kFile.begin);
  scheduler.move(cursor, 200 * kMiB);
  play(cursor, 12 * kMiB);
  EXPECT_EQ(swarm.at(12), 7);
  EXPECT_EQ(swarm.at(20), 5);
}

TEST_F(SchedulerFlow, ALatePieceIsHurriedAndPutBackWhenItArrives) {
  const auto cursor = playing(ann_viewer, kFile.begin);
  scheduler.set_rate(8000000);
  scheduler.wait_began(cursor);
  pass(1250ms);
  EXPECT_TRUE(swarm.hurried.empty());
  pass(250ms);
  EXPECT_EQ(swarm.hurried, std::set<std::int32_t>{10});
  EXPECT_EQ(scheduler.stats().hurried, std::vector{base::PieceIndex{10}});
  arrive(10);
  EXPECT_EQ(swarm.relaxed, Pieces{10});
  EXPECT_EQ(swarm.missing_at(7), Pieces{11});
}

TEST_F(SchedulerFlow, AHurriedPieceIsPutBackWhenItsViewerGoesElsewhere) {
  const auto cursor = playing(ann_viewer, kFile.begin);
  scheduler.set_rate(8000000);
  scheduler.wait_began(cursor);
  pass(1500ms);
  scheduler.move(cursor, 200 * kMiB);
  EXPECT_EQ(swarm.relaxed, Pieces{10});
  EXPECT_TRUE(scheduler.stats().hurried.empty());
}

TEST_F(SchedulerFlow, AHurriedPieceIsPutBackWhenItsViewerLeaves) {
  const auto cursor = playing(ann_viewer, kFile.begin);
  scheduler.set_rate(8000000);
  scheduler.wait_began(cursor);
  pass(1500ms);
  scheduler.close(cursor);
  EXPECT_EQ(swarm.relaxed, Pieces{10}) << "lingering, it is still next";
}

TEST_F(SchedulerFlow, APieceThatNobodyWaitsForIsNotHurried) {
  playing(ann_viewer, kFile.begin);
  scheduler.set_rate(4000000);
  pass(20s);
  EXPECT_TRUE(swarm.hurried.empty());
}

TEST_F(SchedulerFlow, APieceHasTwiceTheTimeItTakesAndASecond) {
  const auto cursor = playing(ann_viewer, kFile.begin);
  scheduler.set_rate(kMiB / 2);
  scheduler.wait_began(cursor);
  pass(4750ms);
  EXPECT_TRUE(swarm.hurried.empty());
  pass(250ms);
  EXPECT_EQ(swarm.hurried, std::set<std::int32_t>{10});
}

TEST_F(SchedulerFlow, TellsTheNumbersOfAViewer) {
  const auto cursor = playing(ann_viewer, kFile.begin);
  arrive(10, 14);
  const auto stats = stats_of(ann_viewer);
  EXPECT_EQ(stats.file, kFile);
  EXPECT_EQ(stats.position, kFile.begin + 262144);
  EXPECT_EQ(stats.urgent, 2 * kMiB);
  EXPECT_EQ(stats.window, 30000000);
  EXPECT_EQ(stats.buffered, 4 * kMiB - 262144);
  EXPECT_NEAR(stats.buffered_seconds, 3.93, 0.01);
  EXPECT_EQ(stats.bitrate, 1000000);
  EXPECT_EQ(stats.cursors, 1);
  EXPECT_FALSE(stats.probing);
  EXPECT_FALSE(stats.waiting);
  EXPECT_FALSE(stats.lingering);
  scheduler.close(cursor);
  EXPECT_TRUE(stats_of(ann_viewer).lingering);
  EXPECT_EQ(stats_of(ann_viewer).cursors, 0);
}

TEST_F(SchedulerFlow, CountsWaitsAndStalls) {
  const auto cursor = playing(ann_viewer, kFile.begin);
  clock.advance(1s);
  scheduler.wait_began(cursor);
  EXPECT_TRUE(stats_of(ann_viewer).waiting);
  clock.advance(200ms);
  scheduler.wait_ended(cursor);
  EXPECT_EQ(stats_of(ann_viewer).stalls, 0);
  scheduler.wait_began(cursor);
  clock.advance(300ms);
  EXPECT_EQ(stats_of(ann_viewer).stalls, 1);
  scheduler.wait_ended(cursor);
  EXPECT_EQ(stats_of(ann_viewer).stalls, 1);
  EXPECT_EQ(stats_of(ann_viewer).waited, 500ms);
}

TEST_F(SchedulerFlow, MeasuresConsumption) {
  arrive(10, 40);
  const auto cursor = playing(ann_viewer, kFile.begin);
  for (int second = 1; second <= 60; ++second) {
    scheduler.move(cursor, kFile.begin + 262144 + second * 400000);
    pass(1s);
  }
  EXPECT_EQ(stats_of(ann_viewer).consumption, 400000);
  EXPECT_NEAR(static_cast<double>(stats_of(ann_viewer).bitrate), 400000, 20000);
  scheduler.set_duration(kFile, 380);
  EXPECT_EQ(stats_of(ann_viewer).bitrate, kMiB);
}

}  // namespace
}  // namespace magnetar::streaming
