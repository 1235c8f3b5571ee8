// The cost of an arrival in a torrent of many pieces, and pieces that a check finds missing.

#include <gtest/gtest.h>

#include <vector>

#include "scheduler_fixture.h"

namespace magnetar::streaming {
namespace {

using Pieces = std::vector<std::int32_t>;

class ManyPieces : public SchedulerTest {
 protected:
  static constexpr std::int64_t kPiece = 16384;
  static constexpr base::ByteRange kLongFile{0, 500'000 * kPiece};
  ManyPieces() : SchedulerTest({500'000 * kPiece, kPiece}) {}
};

TEST_F(ManyPieces, AnArrivalCostsWhatIsNearTheViewerAndNotTheTorrent) {
  const std::int32_t at = 250'000;
  play(scheduler.open(ann_viewer, kLongFile, at * kPiece), at * kPiece);
  swarm.questions = 0;
  arrive(at + 16);
  EXPECT_GT(swarm.questions, 0);
  EXPECT_LT(swarm.questions, 10'000);
  EXPECT_EQ(swarm.missing_at(7), Pieces{at + 17});
}

TEST_F(ManyPieces, PiecesThatArriveTogetherAreLookedAtOnce) {
  const std::int32_t at = 250'000;
  play(scheduler.open(ann_viewer, kLongFile, at * kPiece), at * kPiece);
  std::vector<base::PieceIndex> arrived;
  for (std::int32_t piece = at; piece < at + 200; ++piece) {
    swarm.here.insert(piece);
    arrived.emplace_back(piece);
  }
  swarm.questions = 0;
  scheduler.pieces_arrived(arrived);
  EXPECT_LT(swarm.questions, 10'000);
  EXPECT_EQ(swarm.missing_at(7), Pieces{at + 200});
}

TEST_F(ManyPieces, ASelectionThatIsHereCostsNoQuestionForEachPiece) {
  for (std::int32_t piece = 0; piece < 100'000; ++piece) swarm.here.insert(piece);
  scheduler.select({{0, 100'000 * kPiece}});
  play(scheduler.open(ann_viewer, kLongFile, 200'000 * kPiece), 200'000 * kPiece);
  swarm.questions = 0;
  arrive(200'016);
  EXPECT_LT(swarm.questions, 10'000);
}

TEST_F(SchedulerTest, PiecesThatACheckFindsGoneAreWantedAgain) {
  scheduler.select({kFile});
  arrive(10, 390);
  scheduler.select({});
  scheduler.select({kFile});
  swarm.here.erase(100);
  scheduler.checked();
  EXPECT_EQ(swarm.missing_at(1), Pieces{100});
}

TEST_F(SchedulerTest, WhatIsNoLongerWantedWhileItIsHereIsToldWhenACheckFindsItGone) {
  scheduler.select({kFile});
  arrive(10, 390);
  scheduler.select({});
  swarm.here.erase(100);
  scheduler.checked();
  EXPECT_EQ(swarm.missing_at(1), Pieces{});
  EXPECT_EQ(swarm.at(100), 0);
}

}  // namespace
}  // namespace magnetar::streaming
