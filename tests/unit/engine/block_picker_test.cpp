#include "engine/block_picker.h"

#include <gtest/gtest.h>

#include <string>

namespace magnetar::engine {
namespace {

constexpr std::int64_t kKiB = 1024;

/// Four pieces of four blocks; the last piece has a block and a half.
const PieceSizes kSizes{4, 64 * kKiB, 24 * kKiB};

const auto kAny = [](std::int32_t) { return true; };

class BlockPickerTest : public ::testing::Test {
 protected:
  BlockPickerTest() { picker.open(kSizes, {}); }

  /// Picks blocks, as "piece/block", until none is left or `count` are picked.
  std::string take(int count = 100) {
    std::string taken;
    for (int i = 0; i < count; ++i) {
      const auto block = picker.next(base::Priority::now, base::Priority::some_day, kAny);
      if (!block) break;
      picker.asked(*block);
      taken +=
          (taken.empty() ? "" : " ") + std::to_string(block->piece) + "/" + std::to_string(block->block());
    }
    return taken;
  }

  BlockPicker picker;
};

TEST_F(BlockPickerTest, NothingIsAskedForThatNobodyWants) {
  EXPECT_EQ(take(), "");
}

TEST_F(BlockPickerTest, TheMostUrgentPieceComesFirstAndEqualsInTheOrderOfTheFilm) {
  picker.want(2, base::Priority::now);
  picker.want(1, base::Priority::window_begin);
  picker.want(0, base::Priority::window_begin);
  EXPECT_EQ(take(), "2/0 2/1 2/2 2/3 0/0 0/1 0/2 0/3 1/0 1/1 1/2 1/3");
}

TEST_F(BlockPickerTest, EqualsComeByRankOnceThereAreRanks) {
  for (const int piece : {0, 1, 2}) picker.want(piece, base::Priority::window_begin);
  picker.rank({30, 10, 20, 0});
  EXPECT_EQ(take(), "1/0 1/1 1/2 1/3 2/0 2/1 2/2 2/3 0/0 0/1 0/2 0/3");
}

TEST_F(BlockPickerTest, TheLastBlockIsAsShortAsTheTorrent) {
  picker.want(3, base::Priority::now);
  picker.asked(*picker.next(base::Priority::now, base::Priority::some_day, kAny));
  EXPECT_EQ(picker.next(base::Priority::now, base::Priority::some_day, kAny), (BlockRequest{3, 16384, 8192}));
}

TEST_F(BlockPickerTest, PiecesThatMayNotBeAskedForAreLeftOut) {
  picker.want(0, base::Priority::now);
  picker.want(1, base::Priority::now);
  EXPECT_EQ(
      picker
          .next(base::Priority::now, base::Priority::some_day, [](std::int32_t piece) { return piece != 0; })
          ->piece,
      1);
}

TEST_F(BlockPickerTest, ABlockThatWillNotComeIsAskedForAgainInItsPlace) {
  picker.want(0, base::Priority::now);
  EXPECT_EQ(take(), "0/0 0/1 0/2 0/3");
  picker.released({0, 16384, 16384});
  EXPECT_EQ(take(), "0/1");
}

TEST_F(BlockPickerTest, ABlockAskedForTwiceIsOpenWhenBothHaveGivenUp) {
  picker.want(3, base::Priority::now);
  const BlockRequest block{3, 0, 16384};
  picker.asked(block);
  picker.asked(block);
  EXPECT_EQ(picker.asked_of(block), 2);
  picker.released(block);
  EXPECT_EQ(take(), "3/1");
  picker.released(block);
  EXPECT_EQ(take(), "3/0");
}

TEST_F(BlockPickerTest, WhatHasComeIsNotAskedForAlsoWithoutARequest) {
  picker.want(0, base::Priority::now);
  picker.arrived(0, 1);
  picker.arrived(0, 1);
  EXPECT_EQ(picker.bytes_missing(0), 3 * 16 * kKiB);
  EXPECT_EQ(take(), "0/0 0/2 0/3");
}

TEST_F(BlockPickerTest, WhatCouldNotBeWrittenIsMissingAgain) {
  picker.want(0, base::Priority::now);
  EXPECT_EQ(take(), "0/0 0/1 0/2 0/3");
  for (int block = 0; block < 4; ++block) {
    picker.arrived(0, block);
    picker.released({0, block * 16384, 16384});
  }
  EXPECT_EQ(take(), "");
  picker.lost(0, 2);
  EXPECT_EQ(take(), "0/2");
}

TEST_F(BlockPickerTest, AForgottenPieceIsFetchedAgainAndAKnownOneIsNot) {
  picker.want(0, base::Priority::now);
  picker.have(0);
  EXPECT_EQ(take(), "");
  EXPECT_EQ(picker.bytes_missing(0), 0);
  picker.forget(0);
  EXPECT_EQ(take(), "0/0 0/1 0/2 0/3");
}

TEST_F(BlockPickerTest, PaddingIsNeverAskedFor) {
  // Padding from the middle of the second block of piece 0 to the end of the piece.
  picker.open(kSizes, {{24 * kKiB, 64 * kKiB}});
  picker.want(0, base::Priority::now);
  picker.want(1, base::Priority::urgent);
  EXPECT_EQ(picker.missing_of(0).size(), 2U);
  EXPECT_EQ(take(), "0/0 0/1 1/0 1/1 1/2 1/3");
  picker.lost(0, 3);
  EXPECT_EQ(take(), "");
}

TEST_F(BlockPickerTest, UnfinishedPiecesAreThoseWithBlocksStillToCome) {
  picker.want(0, base::Priority::now);
  picker.want(1, base::Priority::now);
  EXPECT_EQ(take(4), "0/0 0/1 0/2 0/3");
  EXPECT_EQ(picker.unfinished(base::Priority::now).size(), 2U);
  for (int block = 0; block < 4; ++block) picker.arrived(0, block);
  EXPECT_EQ(picker.unfinished(base::Priority::now), std::vector<std::int32_t>{1});
}

TEST_F(BlockPickerTest, AWantedPieceWithAllItsBlocksIsUncheckedUntilItIsHadOrLosesOne) {
  picker.want(0, base::Priority::now);
  for (const std::int32_t piece : {0, 1}) {
    for (int block = 0; block < 4; ++block) picker.arrived(piece, block);
  }
  EXPECT_EQ(picker.unchecked(), std::vector<std::int32_t>{0});  // the other piece is not wanted
  picker.lost(0, 2);
  EXPECT_TRUE(picker.unchecked().empty());
  EXPECT_EQ(take(), "0/2");
  picker.arrived(0, 2);
  EXPECT_EQ(picker.unchecked(), std::vector<std::int32_t>{0});
  picker.have(0);
  EXPECT_TRUE(picker.unchecked().empty());
}

TEST_F(BlockPickerTest, WhatLiesOutsideTheTorrentIsIgnored) {
  picker.want(4, base::Priority::now);
  picker.want(-1, base::Priority::now);
  picker.arrived(0, 99);
  picker.asked({7, 0, 16384});
  EXPECT_EQ(take(), "");
}

}  // namespace
}  // namespace magnetar::engine
