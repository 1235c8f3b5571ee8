#include "engine/piece_writes.h"

#include <gtest/gtest.h>

namespace magnetar::engine {
namespace {

class PieceWritesTest : public ::testing::Test {
 protected:
  void wait_for(std::int32_t piece) {
    writes.when_written(piece, [this] { ++told; });
  }

  PieceWrites writes;
  int told = 0;
};

TEST_F(PieceWritesTest, WithoutAnyTellAtOnce) {
  wait_for(3);
  EXPECT_EQ(told, 1);
}

TEST_F(PieceWritesTest, TellAtTheEndOfTheLastOfAPiece) {
  writes.began(3);
  writes.began(3);
  writes.began(4);
  wait_for(3);
  writes.ended(3);
  EXPECT_EQ(told, 0);
  writes.ended(3);
  EXPECT_EQ(told, 1);
}

TEST_F(PieceWritesTest, DoNotWaitForOtherPieces) {
  writes.began(4);
  wait_for(3);
  EXPECT_EQ(told, 1);
}

TEST_F(PieceWritesTest, MayBeginAnewInWhatIsTold) {
  writes.began(3);
  writes.when_written(3, [this] { writes.began(3); });
  writes.ended(3);
  wait_for(3);
  EXPECT_EQ(told, 0);
  writes.ended(3);
  EXPECT_EQ(told, 1);
}

}  // namespace
}  // namespace magnetar::engine
