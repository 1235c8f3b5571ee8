#include "engine/piece_store.h"

#include <gtest/gtest.h>

#include <atomic>
#include <future>
#include <thread>

namespace magnetar::engine {
namespace {

using base::ErrorCode;
using base::PieceIndex;
using std::chrono::seconds;

base::TimePoint soon() {
  return std::chrono::steady_clock::now() + seconds(30);
}

class PieceStoreTest : public ::testing::Test {
 protected:
  PieceStoreTest() { store_->open({4, 2 * 16384, 16384}); }

  void write(int piece, int block, bool written = true) {
    start(piece, block);
    store_->write_ended(PieceIndex{piece}, block, written);
  }
  void start(int piece, int block) {
    const std::vector<std::byte> bytes(16384, std::byte{static_cast<unsigned char>(10 * piece + block)});
    store_->write_started(PieceIndex{piece}, block, bytes);
  }
  bool readable(int piece) { return store_->readable(PieceIndex{piece}); }

  std::atomic<int> news_ = 0;
  std::shared_ptr<BlockMemory> memory_ = std::make_shared<BlockMemory>(4 * 16384);
  std::shared_ptr<PieceStore> store_ = std::make_shared<PieceStore>(memory_, [this] { ++news_; });
};

TEST_F(PieceStoreTest, APieceIsNotReadableBeforeItsHashIsChecked) {
  write(1, 0);
  write(1, 1);
  EXPECT_FALSE(readable(1));
  store_->hash_passed(PieceIndex{1});
  EXPECT_TRUE(readable(1));
}

TEST_F(PieceStoreTest, APieceIsNotReadableWhileABlockIsBeingWritten) {
  write(1, 0);
  start(1, 1);
  store_->hash_passed(PieceIndex{1});
  EXPECT_FALSE(readable(1));
  store_->write_ended(PieceIndex{1}, 1, true);
  EXPECT_TRUE(readable(1));
}

TEST_F(PieceStoreTest, AHashOfABlockThatWasNotWrittenProvesNothing) {
  write(1, 0);
  start(1, 1);
  store_->hash_passed(PieceIndex{1});
  store_->write_ended(PieceIndex{1}, 1, false);
  EXPECT_FALSE(readable(1));
  write(1, 1);
  EXPECT_FALSE(readable(1));
  store_->hash_passed(PieceIndex{1});
  EXPECT_TRUE(readable(1));
}

TEST_F(PieceStoreTest, AFailedHashForgetsThePiece) {
  write(1, 0, false);
  store_->hash_failed(PieceIndex{1});
  EXPECT_FALSE(readable(1));
  write(1, 0);
  store_->hash_passed(PieceIndex{1});
  EXPECT_TRUE(readable(1));
}

TEST_F(PieceStoreTest, ACheckMakesWhatWasFoundReadableButForBlocksUnderWay) {
  start(2, 0);
  store_->checked({true, false, true, false});
  EXPECT_TRUE(readable(0));
  EXPECT_FALSE(readable(1));
  EXPECT_FALSE(readable(2));
  store_->write_ended(PieceIndex{2}, 0, true);
  EXPECT_TRUE(readable(2));
}

TEST_F(PieceStoreTest, WhatACheckFindsIsThereWhateverBecameOfItsWrites) {
  write(2, 0, false);
  store_->checked({false, false, true, false});
  EXPECT_TRUE(readable(2));
  EXPECT_TRUE(store_->on_disk(PieceIndex{2}));
}

TEST_F(PieceStoreTest, IndexesOutsideTheTorrentAreNeverReadable) {
  for (const int piece : {-1, 4, 2000000000}) {
    store_->hash_passed(PieceIndex{piece});
    EXPECT_FALSE(readable(piece));
  }
}

TEST_F(PieceStoreTest, TellsNewsOnceAndInOrder) {
  store_->hash_passed(PieceIndex{3});
  store_->hash_passed(PieceIndex{1});
  EXPECT_EQ(news_, 1);
  EXPECT_EQ(store_->take_news().on_disk, (std::vector<PieceIndex>{PieceIndex{3}, PieceIndex{1}}));
  EXPECT_TRUE(store_->take_news().empty());
  store_->hash_passed(PieceIndex{0});
  EXPECT_EQ(news_, 2);
  EXPECT_EQ(store_->take_all(), (std::vector<bool>{true, true, false, true}));
  EXPECT_TRUE(store_->take_news().empty());
}

TEST_F(PieceStoreTest, CountsTheBytesOfARangeThatAreOnTheDisk) {
  store_->checked({true, false, true, true});
  EXPECT_EQ(store_->bytes_on_disk({0, 40}, 10), 30);
  EXPECT_EQ(store_->bytes_on_disk({5, 25}, 10), 10);
  EXPECT_EQ(store_->bytes_on_disk({12, 18}, 10), 0);
}

TEST_F(PieceStoreTest, AWaitingReaderIsWokenByThePiece) {
  auto waiting = std::async(std::launch::async, [this] {
    base::CancelToken cancel;
    return store_->wait_for(PieceIndex{1}, PieceIndex{4}, soon(), cancel);
  });
  store_->hash_passed(PieceIndex{2});
  store_->hash_passed(PieceIndex{1});
  const auto end = waiting.get();
  ASSERT_TRUE(end);
  EXPECT_EQ(end.value().end, PieceIndex{3});
}

TEST_F(PieceStoreTest, AWaitEndsAtItsDeadline) {
  base::CancelToken cancel;
  const auto past = std::chrono::steady_clock::now() - seconds(1);
  EXPECT_EQ(store_->wait_for(PieceIndex{1}, PieceIndex{2}, past, cancel).error().code, ErrorCode::timed_out);
}

TEST_F(PieceStoreTest, AWaitEndsWhenItIsCancelled) {
  base::CancelToken cancel;
  auto waiting = std::async(std::launch::async, [&] {
    return store_->wait_for(PieceIndex{1}, PieceIndex{2}, soon(), cancel).error().code;
  });
  cancel.cancel();
  EXPECT_EQ(waiting.get(), ErrorCode::cancelled);
}

TEST_F(PieceStoreTest, ClosingEndsEveryWaitNowAndLater) {
  base::CancelToken cancel;
  store_->hash_passed(PieceIndex{0});
  auto waiting = std::async(std::launch::async, [&] {
    return store_->wait_for(PieceIndex{1}, PieceIndex{2}, soon(), cancel).error().code;
  });
  store_->close({ErrorCode::unknown_torrent, "removed"});
  EXPECT_EQ(waiting.get(), ErrorCode::unknown_torrent);
  EXPECT_EQ(store_->wait_for(PieceIndex{0}, PieceIndex{1}, soon(), cancel).error().code,
            ErrorCode::unknown_torrent);
}

TEST_F(PieceStoreTest, AnAwaitedPieceIsReadableFromMemoryBeforeItIsOnTheDisk) {
  store_->expect(PieceIndex{1}, 7);
  start(1, 0);
  start(1, 1);
  EXPECT_FALSE(readable(1));
  store_->hash_passed(PieceIndex{1});
  EXPECT_TRUE(readable(1));
  EXPECT_FALSE(store_->on_disk(PieceIndex{1}));
  EXPECT_EQ(store_->take_news().readable, (std::vector<PieceIndex>{PieceIndex{1}}));
  base::CancelToken cancel;
  const auto run = store_->wait_for(PieceIndex{1}, PieceIndex{4}, soon(), cancel);
  EXPECT_EQ(run.value().end, PieceIndex{2});
  std::vector<std::byte> out(8);
  EXPECT_EQ(copy_from(*run.value().memory, 16384, 16380, out), 8U);
  EXPECT_EQ(out.front(), std::byte{10});
  EXPECT_EQ(out.back(), std::byte{11});
}

TEST_F(PieceStoreTest, ItIsToldReadableOnceAndOnTheDiskOnceAndThenUsesNoMemory) {
  store_->expect(PieceIndex{1}, 7);
  start(1, 0);
  start(1, 1);
  store_->hash_passed(PieceIndex{1});
  EXPECT_EQ(memory_->used(), 2 * 16384);
  store_->write_ended(PieceIndex{1}, 0, true);
  store_->write_ended(PieceIndex{1}, 1, true);
  const auto news = store_->take_news();
  EXPECT_EQ(news.readable, (std::vector<PieceIndex>{PieceIndex{1}}));
  EXPECT_EQ(news.on_disk, (std::vector<PieceIndex>{PieceIndex{1}}));
  EXPECT_EQ(memory_->used(), 0);
  EXPECT_TRUE(readable(1));
}

TEST_F(PieceStoreTest, BlocksBeyondTheCapWaitForTheDisk) {
  for (const int piece : {0, 1, 2}) {
    store_->expect(PieceIndex{piece}, 7);
    start(piece, 0);
    start(piece, 1);
    store_->hash_passed(PieceIndex{piece});
  }
  EXPECT_TRUE(readable(0));
  EXPECT_TRUE(readable(1));
  EXPECT_FALSE(readable(2));
  EXPECT_EQ(memory_->used(), 4 * 16384);
  store_->write_ended(PieceIndex{2}, 0, true);
  store_->write_ended(PieceIndex{2}, 1, true);
  EXPECT_TRUE(readable(2));
}

TEST_F(PieceStoreTest, WhatNobodyWaitsForIsNotKept) {
  start(1, 0);
  EXPECT_EQ(memory_->used(), 0);
}

TEST_F(PieceStoreTest, AFailedHashGivesTheMemoryBack) {
  store_->expect(PieceIndex{1}, 7);
  start(1, 0);
  store_->hash_failed(PieceIndex{1});
  EXPECT_EQ(memory_->used(), 0);
  EXPECT_EQ(store_->hash_failures(), 1);
}

TEST_F(PieceStoreTest, TheLastPieceIsCompleteWithFewerBlocks) {
  store_->expect(PieceIndex{3}, 7);
  start(3, 0);
  store_->hash_passed(PieceIndex{3});
  EXPECT_TRUE(readable(3));
}

TEST_F(PieceStoreTest, NothingIsReadWhileItIsHeld) {
  store_->hold();
  store_->checked({true, true, false, false});
  EXPECT_FALSE(readable(0));
  auto waiting = std::async(std::launch::async, [&] {
    base::CancelToken cancel;
    return store_->wait_for(PieceIndex{0}, PieceIndex{4}, soon(), cancel).value().end;
  });
  store_->release();
  EXPECT_EQ(waiting.get(), PieceIndex{2});
}

TEST_F(PieceStoreTest, ADoubtedPieceIsReadWhenItHasBeenFoundRight) {
  store_->checked({true, true, true, false});
  store_->doubt(PieceIndex{1}, PieceIndex{4});
  EXPECT_TRUE(readable(0));
  EXPECT_FALSE(readable(1));
  EXPECT_TRUE(store_->believed(PieceIndex{1}));
  EXPECT_FALSE(store_->believed(PieceIndex{3})) << "it was not here before";
  EXPECT_EQ(store_->next_doubted(), PieceIndex{1});
  store_->settle_doubt(PieceIndex{1}, true);
  store_->settle_doubt(PieceIndex{2}, false);
  EXPECT_TRUE(readable(1));
  EXPECT_FALSE(store_->believed(PieceIndex{2}));
  EXPECT_EQ(store_->next_doubted(), std::nullopt);
  EXPECT_EQ(store_->take_news().on_disk, std::vector{PieceIndex{1}});
}

TEST_F(PieceStoreTest, TheDoubtedPieceThatSomebodyWaitsForIsSettledFirst) {
  store_->checked({true, true, true, true});
  store_->doubt(PieceIndex{0}, PieceIndex{4});
  auto waiting = std::async(std::launch::async, [&] {
    base::CancelToken cancel;
    return store_->wait_for(PieceIndex{2}, PieceIndex{3}, soon(), cancel).has_value();
  });
  while (store_->next_doubted() != PieceIndex{2}) std::this_thread::yield();
  store_->settle_doubt(PieceIndex{2}, true);
  EXPECT_TRUE(waiting.get());
}

TEST_F(PieceStoreTest, DoubtsLastWhenTheStorageIsOpenedAgain) {
  store_->checked({true, true, true, true});
  store_->doubt(PieceIndex{0}, PieceIndex{1});
  store_->open({4, 2 * 16384, 16384});
  store_->checked({true, true, true, true});
  EXPECT_FALSE(readable(0));
  EXPECT_TRUE(readable(1));
}

TEST_F(PieceStoreTest, TellsWhichPiecesCameToTheDiskSinceAnEarlierQuestion) {
  const auto first = store_->changes_since(0);
  EXPECT_FALSE(first.pieces);
  write(1, 0);
  write(1, 1);
  store_->hash_passed(PieceIndex{1});
  store_->doubt(PieceIndex{1}, PieceIndex{2});
  const auto changes = store_->changes_since(first.version);
  ASSERT_TRUE(changes.pieces);
  EXPECT_EQ(*changes.pieces, (std::vector{PieceIndex{1}, PieceIndex{1}}));
  EXPECT_EQ(store_->changes_since(changes.version).pieces, std::vector<PieceIndex>());
  store_->hold();
  EXPECT_FALSE(store_->changes_since(changes.version).pieces) << "any may have changed";
}

TEST_F(PieceStoreTest, AFailureOfTheDiskIsToldAlsoWhenAllPiecesWereCountedMeanwhile) {
  store_->disk_failed({ErrorCode::disk_full, "no room"});
  EXPECT_EQ(store_->take_all().size(), 4U);
  const auto news = store_->take_news();
  ASSERT_TRUE(news.failure);
  EXPECT_EQ(news.failure->code, ErrorCode::disk_full);
}

TEST_F(PieceStoreTest, AFailureEndsWaitsForWhatIsNotHereUntilItGoesOn) {
  store_->checked({true, false, false, false});
  base::CancelToken cancel;
  store_->fail({ErrorCode::disk_full, "no room"});
  EXPECT_TRUE(store_->wait_for(PieceIndex{0}, PieceIndex{4}, soon(), cancel));
  EXPECT_EQ(store_->wait_for(PieceIndex{1}, PieceIndex{4}, soon(), cancel).error().code,
            ErrorCode::disk_full);
  store_->go_on();
  EXPECT_EQ(
      store_->wait_for(PieceIndex{1}, PieceIndex{4}, std::chrono::steady_clock::now(), cancel).error().code,
      ErrorCode::timed_out);
}

}  // namespace
}  // namespace magnetar::engine
