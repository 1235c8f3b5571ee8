// Priorities: the pieces of each viewer.

#include "streaming/scheduler.h"

#include <gtest/gtest.h>

#include <array>
#include <vector>

#include "scheduler_fixture.h"

namespace magnetar::streaming {
namespace {

using Pieces = std::vector<std::int32_t>;

TEST_F(SchedulerTest, WantsNothingWithoutViewers) {
  EXPECT_EQ(swarm.calls, 0);
  EXPECT_FALSE(scheduler.active());
}

TEST_F(SchedulerTest, AViewerMakesTheRestOfItsFileWantedSomeDayAndOtherFilesNot) {
  static_cast<void>(scheduler.open(ann_viewer, kFile, kFile.begin));
  EXPECT_EQ(swarm.at(9), 0);
  EXPECT_EQ(swarm.at(10), 7);
  EXPECT_EQ(swarm.at(11), 6);
  EXPECT_EQ(swarm.at(12), 1);
  EXPECT_EQ(swarm.at(389), 1);
  EXPECT_EQ(swarm.at(390), 0);
  EXPECT_TRUE(scheduler.active());
}

TEST_F(SchedulerTest, OnePieceIsAtSevenAndMovesOnAtOnceWhenItArrives) {
  playing(ann_viewer, kFile.begin);
  EXPECT_EQ(swarm.missing_at(7), Pieces{10});
  arrive(10);
  EXPECT_EQ(swarm.missing_at(7), Pieces{11});
  arrive(13);
  EXPECT_EQ(swarm.missing_at(7), Pieces{11});
  arrive(11, 13);
  EXPECT_EQ(swarm.missing_at(7), Pieces{14});
}

TEST_F(SchedulerTest, AWindowIsGradedOnceAViewerPlays) {
  const auto cursor = scheduler.open(ann_viewer, kFile, kFile.begin);
  scheduler.move(cursor, kFile.begin + 262143);
  EXPECT_EQ(swarm.at(15), 1);
  scheduler.move(cursor, kFile.begin + 262144);
  EXPECT_EQ(swarm.at(12), 5);
  EXPECT_EQ(swarm.at(24), 4);
  EXPECT_EQ(swarm.at(38), 3);
  EXPECT_EQ(swarm.at(39), 1);
}

TEST_F(SchedulerTest, TellsOnlyDifferencesAndNothingWithinOnePiece) {
  const auto cursor = playing(ann_viewer, kFile.begin);
  const int calls = swarm.calls;
  scheduler.move(cursor, kFile.begin + 262144 + 1000);
  scheduler.move(cursor, kFile.begin + 262144 + 300000);
  EXPECT_EQ(swarm.calls, calls);
  scheduler.move(cursor, kFile.begin + kMiB);
  EXPECT_EQ(swarm.calls, calls + 1);
}

TEST_F(SchedulerTest, TimeAloneTellsNothing) {
  playing(ann_viewer, kFile.begin);
  const int calls = swarm.calls;
  pass(60s);
  EXPECT_EQ(swarm.calls, calls);
  EXPECT_EQ(swarm.limit_calls, 0);
}

TEST_F(SchedulerTest, ABackgroundPieceThatArrivesChangesNothing) {
  playing(ann_viewer, kFile.begin);
  const int calls = swarm.calls;
  arrive(300);
  EXPECT_EQ(swarm.calls, calls);
}

TEST_F(SchedulerTest, TheWindowFollowsTheBitrate) {
  scheduler.set_duration(kFile, 95);  // 4 MiB per second: 120 MiB, of which 32 MiB are open at a time
  playing(ann_viewer, kFile.begin);
  EXPECT_EQ(stats_of(ann_viewer).window, 120 * kMiB);
  EXPECT_EQ(stats_of(ann_viewer).urgent, 8 * kMiB);
  EXPECT_EQ(swarm.at(41), 5);
  EXPECT_EQ(swarm.at(42), 1);
}

TEST_F(SchedulerTest, AClosedViewerKeepsItsWindowForAWhileAndThenGivesItBack) {
  scheduler.close(playing(ann_viewer, kFile.begin));
  EXPECT_EQ(scheduler.open_viewers(), 0U);
  pass(7750ms);
  EXPECT_EQ(swarm.at(10), 7);
  EXPECT_EQ(swarm.at(38), 3);
  EXPECT_TRUE(scheduler.active());
  pass(250ms);
  EXPECT_TRUE(swarm.wants_nothing());
  EXPECT_FALSE(scheduler.active());
}

TEST_F(SchedulerTest, OpeningAndClosingAtOnceIsAHeadStart) {
  scheduler.close(scheduler.open(unknown_viewer, kFile, kFile.begin));
  EXPECT_EQ(swarm.at(10), 7);
  EXPECT_EQ(swarm.at(11), 6);
}

TEST_F(SchedulerTest, AClosedViewerDoesNotCompeteWithAnOpenOne) {
  const auto ann = playing(ann_viewer, kFile.begin);
  playing(bob_viewer, 200 * kMiB);
  scheduler.close(ann);
  EXPECT_LE(swarm.at(10), 1);
  EXPECT_LE(swarm.at(20), 1);
  EXPECT_EQ(swarm.at(200), 7);
}

TEST_F(SchedulerTest, ASideCursorGetsTheOnePieceItWaitsForAndNoWindow) {
  playing(ann_viewer, kFile.begin);
  static_cast<void>(scheduler.open(ann_viewer, kFile, 380 * kMiB));
  EXPECT_EQ(swarm.missing_at(7), (Pieces{10, 380}));
  EXPECT_EQ(swarm.at(381), 1);
  EXPECT_EQ(swarm.at(19), 5);
  EXPECT_EQ(scheduler.open_viewers(), 1U);
}

TEST_F(SchedulerTest, TheWindowGoesWithTheCursorThatPlays) {
  playing(ann_viewer, kFile.begin);
  const auto second = scheduler.open(ann_viewer, kFile, 200 * kMiB);
  scheduler.move(second, 200 * kMiB + 262144);
  EXPECT_EQ(swarm.missing_at(7), (Pieces{10, 200}));
  EXPECT_EQ(swarm.at(209), 5);
  EXPECT_LE(swarm.at(20), 1);
}

TEST_F(SchedulerTest, TwoViewersHaveEachAPieceAtSeven) {
  playing(ann_viewer, 20 * kMiB);
  playing(bob_viewer, 270 * kMiB);
  EXPECT_EQ(swarm.missing_at(7), (Pieces{20, 270}));
  EXPECT_EQ(scheduler.open_viewers(), 2U);
}

TEST_F(SchedulerTest, TwoViewersShareTheMostByBitrate) {
  const base::ByteRange thick{0, 300 * kMiB};
  const base::ByteRange thin{300 * kMiB, 400 * kMiB};
  scheduler.set_duration(thick, 25);  // 12 MiB per second: 360 MiB would be 30 s
  scheduler.set_duration(thin, 25);   // 4 MiB per second: 120 MiB
  play(scheduler.open(ann_viewer, thick, 0), 0);
  EXPECT_EQ(stats_of(ann_viewer).window, 256 * kMiB);
  play(scheduler.open(bob_viewer, thin, 300 * kMiB), 300 * kMiB);
  EXPECT_EQ(stats_of(ann_viewer).window, 192 * kMiB);
  EXPECT_EQ(stats_of(bob_viewer).window, 64 * kMiB);
}

TEST_F(SchedulerTest, AViewerThatHasGoneGivesItsShareBack) {
  scheduler.set_duration(kFile, 38);  // 10 MiB per second
  playing(ann_viewer, kFile.begin);
  const auto bob = playing(bob_viewer, 200 * kMiB);
  EXPECT_EQ(stats_of(ann_viewer).window, 128 * kMiB);
  scheduler.close(bob);
  EXPECT_EQ(stats_of(ann_viewer).window, 256 * kMiB);
  EXPECT_LE(swarm.at(210), 1);
}

TEST_F(SchedulerTest, APausedViewerWantsNothingBeyondItsWindow) {
  const auto cursor = playing(ann_viewer, kFile.begin);
  scheduler.set_only_watched(true);
  arrive(10, 39);
  pass(60s);
  EXPECT_EQ(swarm.missing_at(7), Pieces{});
  EXPECT_EQ(swarm.missing_at(3), Pieces{});
  EXPECT_EQ(swarm.missing_at(1), Pieces{389});
  scheduler.move(cursor, kFile.begin + kMiB);
  EXPECT_EQ(swarm.missing_at(7), Pieces{39});
}

TEST_F(SchedulerTest, OnlyWhatIsWatchedKeepsOneFarPieceSoThatTheSwarmStaysInterested) {
  scheduler.set_only_watched(true);
  playing(ann_viewer, kFile.begin);
  EXPECT_EQ(swarm.missing_at(1), Pieces{});
  arrive(10, 39);
  scheduler.tick();
  EXPECT_EQ(swarm.missing_at(1), Pieces{389});
  EXPECT_EQ(swarm.limit, 16384);
  arrive(389);
  scheduler.tick();
  EXPECT_EQ(swarm.missing_at(1), Pieces{388});
  scheduler.set_only_watched(false);
  EXPECT_EQ(swarm.at(100), 1);
}

TEST_F(SchedulerTest, SelectedFilesAreWantedWithoutAViewer) {
  scheduler.select({{0, 10 * kMiB}});
  EXPECT_EQ(swarm.at(0), 1);
  EXPECT_EQ(swarm.at(9), 1);
  EXPECT_EQ(swarm.at(10), 0);
  EXPECT_FALSE(scheduler.active());
  scheduler.select({});
  EXPECT_TRUE(swarm.wants_nothing());
}

TEST_F(SchedulerTest, NamesEachWatchedFileOnce) {
  static_cast<void>(scheduler.open(ann_viewer, kFile, kFile.begin));
  static_cast<void>(scheduler.open(bob_viewer, {0, 5}, 0));
  static_cast<void>(scheduler.open(ViewerId{"third"}, kFile, kFile.begin));
  EXPECT_EQ(scheduler.watched_files(), (std::vector<base::ByteRange>{kFile, {0, 5}}));
}

TEST_F(SchedulerTest, AWarmUpGoesOnBehindAttachmentsBeforeTheFilm) {
  scheduler.close(scheduler.open(unknown_viewer, kFile, kFile.begin));
  EXPECT_EQ(swarm.missing_at(6), Pieces{11});
  scheduler.set_attachments(kFile, {{1000, 30 * kMiB}});
  EXPECT_EQ(swarm.missing_at(7), Pieces{10});
  EXPECT_EQ(swarm.missing_at(6), Pieces{40});
  EXPECT_EQ(swarm.at(11), 1);
}

TEST_F(SchedulerTest, AnIndexIsUrgentAndFirstOnceThePlayerHasItsPiece) {
  scheduler.set_index(kFile, {{378 * kMiB, 380 * kMiB}});
  EXPECT_EQ(swarm.calls, 0);
  const auto cursor = scheduler.open(ann_viewer, kFile, kFile.begin);
  EXPECT_EQ(swarm.missing_at(7), Pieces{10});
  EXPECT_EQ(swarm.missing_at(6), (Pieces{11, 388, 389}));
  arrive(10);
  EXPECT_EQ(swarm.missing_at(7), (Pieces{11, 388}));
  EXPECT_EQ(swarm.at(389), 6);
  arrive(388, 390);
  EXPECT_EQ(swarm.missing_at(7), Pieces{11});
  scheduler.close(cursor);
}

TEST_F(SchedulerTest, TheNextFilesHeadIsFetchedOnceTheWindowIsFull) {
  scheduler.set_next(base::ByteRange{390 * kMiB, 400 * kMiB});
  playing(ann_viewer, kFile.begin);
  EXPECT_EQ(swarm.at(390), 0);
  arrive(10, 39);
  EXPECT_EQ(swarm.missing_at(2), (Pieces{390, 391}));
  scheduler.set_next(std::nullopt);
  EXPECT_EQ(swarm.at(390), 0);
}

TEST_F(SchedulerTest, UnknownCursorsAndPiecesAreIgnored) {
  for (const auto cursor : {CursorId{99}, CursorId{0}, CursorId{-1}}) {
    scheduler.move(cursor, 0);
    scheduler.wait_began(cursor);
    scheduler.wait_ended(cursor);
    scheduler.close(cursor);
  }
  const std::array outside{base::PieceIndex{-1}, base::PieceIndex{400}};
  scheduler.pieces_arrived(outside);
  EXPECT_EQ(swarm.calls, 0);
}

TEST_F(SchedulerTest, ClosingTwiceIsClosingOnce) {
  const auto cursor = scheduler.open(ann_viewer, kFile, kFile.begin);
  scheduler.close(cursor);
  scheduler.close(cursor);
  scheduler.move(cursor, 0);
  EXPECT_EQ(scheduler.open_viewers(), 0U);
}

TEST_F(SchedulerTest, HostilePositionsAreMovedIntoTheFile) {
  const auto cursor = scheduler.open(ann_viewer, kFile, INT64_MIN);
  EXPECT_EQ(stats_of(ann_viewer).position, kFile.begin);
  scheduler.move(cursor, INT64_MAX);
  EXPECT_EQ(stats_of(ann_viewer).position, kFile.end);
  scheduler.move(cursor, INT64_MIN);
  EXPECT_EQ(stats_of(ann_viewer).position, kFile.begin);
  static_cast<void>(scheduler.open(bob_viewer, {INT64_MIN, INT64_MAX}, 5));
  EXPECT_EQ(stats_of(bob_viewer).file, (base::ByteRange{0, 400 * kMiB}));
  static_cast<void>(scheduler.open({"carl"}, {INT64_MAX, INT64_MIN}, 5));
  EXPECT_TRUE(stats_of({"carl"}).file.empty());
}

TEST_F(SchedulerTest, AViewerAtTheEndOfTheFileWantsNothingAheadAndIsFull) {
  const auto cursor = scheduler.open(ann_viewer, kFile, kFile.end - 262144);
  arrive(389);
  scheduler.move(cursor, kFile.end);
  EXPECT_EQ(swarm.missing_at(7), Pieces{});
  EXPECT_EQ(stats_of(ann_viewer).buffered, 0);
}

TEST_F(SchedulerTest, ReadersOfACompleteFileCostNoQuestions) {
  arrive(10, 390);
  const auto cursor = scheduler.open(ann_viewer, kFile, kFile.begin);
  scheduler.tick();
  swarm.questions = 0;
  for (int i = 1; i <= 380; ++i) scheduler.move(cursor, kFile.begin + i * kMiB);
  EXPECT_EQ(swarm.questions, 0);
  EXPECT_TRUE(swarm.wants_nothing());
}

TEST_F(SchedulerTest, ACompleteFileThatLosesAPieceWantsItWhenItIsOpenedAgain) {
  arrive(10, 390);
  playing(ann_viewer, kFile.begin);
  swarm.here.erase(10);
  static_cast<void>(scheduler.open(ann_viewer, kFile, kFile.begin));
  EXPECT_EQ(swarm.missing_at(7), Pieces{10});
}

class HugePieces : public SchedulerTest {
 protected:
  HugePieces() : SchedulerTest({400 * kMiB, 16 * kMiB}) {}
};

TEST_F(HugePieces, OneIsAtSevenAndOneAtSix) {
  playing(ann_viewer, kFile.begin);
  EXPECT_EQ(swarm.missing_at(7), Pieces{0});
  EXPECT_EQ(swarm.missing_at(6), Pieces{1});
  EXPECT_EQ(swarm.missing_at(5), Pieces{});
  arrive(0);
  EXPECT_EQ(swarm.missing_at(7), Pieces{1});
  EXPECT_EQ(swarm.missing_at(6), Pieces{2});
}

class OddPlaces : public SchedulerTest {
 protected:
  OddPlaces() : SchedulerTest({1000003, 16384}) {}
};

TEST_F(OddPlaces, AFileInsideOnePiece) {
  static_cast<void>(scheduler.open(ann_viewer, {20000, 20100}, 20000));
  EXPECT_EQ(swarm.missing_at(7), Pieces{1});
  EXPECT_EQ(swarm.priorities.size(), 1U);
}

TEST_F(OddPlaces, TheLastPieceIsShort) {
  static_cast<void>(scheduler.open(ann_viewer, {999424, 1000003}, 999424));
  EXPECT_EQ(swarm.missing_at(7), Pieces{61});
  arrive(61);
  EXPECT_EQ(stats_of(ann_viewer).buffered, 579);
}

TEST_F(OddPlaces, AFileAcrossTwoPieces) {
  static_cast<void>(scheduler.open(ann_viewer, {32760, 32780}, 32760));
  EXPECT_EQ(swarm.missing_at(7), Pieces{1});
  EXPECT_EQ(swarm.missing_at(6), Pieces{2});
  EXPECT_EQ(swarm.priorities.size(), 2U);
}

class EmptyTorrent : public SchedulerTest {
 protected:
  EmptyTorrent() : SchedulerTest({0, 0}) {}
};

TEST_F(EmptyTorrent, ServesAFileWithoutBytes) {
  const auto cursor = scheduler.open(ann_viewer, {0, 0}, 0);
  scheduler.move(cursor, 5);
  scheduler.wait_began(cursor);
  pass(3s);
  scheduler.close(cursor);
  pass(9s);
  EXPECT_EQ(swarm.calls, 0);
}

}  // namespace
}  // namespace magnetar::streaming
