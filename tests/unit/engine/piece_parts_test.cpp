#include "engine/piece_parts.h"

#include <gtest/gtest.h>

#include "engine/request_lanes.h"

namespace magnetar::engine {
namespace {

struct Stranger final : PeerWire {
  bool gives(std::int32_t /*piece*/) const override { return true; }
  void request(const BlockRequest& /*block*/) override {}
  void cancel(const BlockRequest& /*block*/) override {}
};

class PiecePartsTest : public ::testing::Test {
 protected:
  /// Both have a part in pieces from `first` on.
  void share(std::int32_t first, int count) {
    for (std::int32_t piece = first; piece < first + count; ++piece) {
      parts.asked(one, piece);
      parts.asked(other, piece);
    }
  }

  PieceParts parts;
  Stranger one;
  Stranger other;
  Stranger third;
};

TEST_F(PiecePartsTest, AStrangerSharesThreePieces) {
  share(0, 2);
  parts.asked(one, 9);
  EXPECT_TRUE(parts.may_share(other, 9));
  share(2, 1);
  EXPECT_FALSE(parts.may_share(other, 9));
}

TEST_F(PiecePartsTest, WhatAPeerHasAloneIsNotLimited) {
  for (std::int32_t piece = 0; piece < 50; ++piece) {
    EXPECT_TRUE(parts.may_share(one, piece));
    parts.asked(one, piece);
  }
}

TEST_F(PiecePartsTest, APieceThatAPeerHasAPartInGoesOnBeingShared) {
  share(0, 3);
  EXPECT_TRUE(parts.may_share(one, 2));
}

TEST_F(PiecePartsTest, NobodyJoinsAPeerThatCannotStandAnotherFailure) {
  share(0, 3);
  parts.asked(one, 9);
  EXPECT_FALSE(parts.may_share(third, 9));
  EXPECT_TRUE(parts.may_share(third, 2));
}

TEST_F(PiecePartsTest, EveryFailureCostsOneSharedPieceAndTwoThatPassGiveItBack) {
  share(0, 1);
  parts.failed(0);
  share(1, 2);
  parts.asked(one, 9);
  EXPECT_FALSE(parts.may_share(other, 9));
  parts.passed(1);
  parts.passed(2);
  share(3, 2);
  EXPECT_TRUE(parts.may_share(other, 9));
  share(5, 1);
  EXPECT_FALSE(parts.may_share(other, 9));
}

TEST_F(PiecePartsTest, ProvenPeersShareSevenPieces) {
  share(0, 20);
  for (std::int32_t piece = 0; piece < 20; ++piece) parts.passed(piece);
  share(20, 6);
  parts.asked(one, 99);
  EXPECT_TRUE(parts.may_share(other, 99));
  share(26, 1);
  EXPECT_FALSE(parts.may_share(other, 99));
}

TEST_F(PiecePartsTest, ABlockThatDoesNotComeIsNoPart) {
  share(0, 3);
  parts.asked(one, 9);
  parts.asked(other, 2);
  parts.released(other, 2);
  EXPECT_FALSE(parts.may_share(other, 9));
  parts.released(other, 2);
  EXPECT_TRUE(parts.may_share(other, 9));
}

TEST_F(PiecePartsTest, ABlockThatNobodyAskedForIsAPart) {
  share(0, 2);
  parts.asked(one, 3);
  parts.arrived(other, 3);
  parts.asked(one, 9);
  EXPECT_FALSE(parts.may_share(other, 9));
}

TEST_F(PiecePartsTest, WhoLeavesLeavesItsBlocksBehind) {
  share(0, 3);
  parts.left(other);
  EXPECT_TRUE(parts.may_share(other, 9));
  parts.asked(third, 9);
  EXPECT_FALSE(parts.may_share(one, 9));
}

TEST_F(PiecePartsTest, WhatIsForgottenBindsNobody) {
  share(0, 3);
  parts.forget(0);
  parts.asked(one, 9);
  EXPECT_TRUE(parts.may_share(other, 9));
  share(3, 1);
  parts.clear();
  parts.asked(one, 9);
  EXPECT_TRUE(parts.may_share(other, 9));
}

}  // namespace
}  // namespace magnetar::engine
