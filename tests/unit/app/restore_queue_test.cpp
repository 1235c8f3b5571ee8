#include "app/torrents/restore_queue.h"

#include <gtest/gtest.h>

namespace magnetar::app {
namespace {

using base::TorrentId;

TEST(RestoreQueue, TakesTrustedTorrentsFirstAndSuspectsOneByOne) {
  RestoreQueue queue;
  EXPECT_TRUE(queue.add({"suspect"}, 1));
  EXPECT_TRUE(queue.add({"other suspect"}, 1));
  EXPECT_TRUE(queue.add({"a"}, 0));
  EXPECT_TRUE(queue.add({"b"}, 0));
  EXPECT_EQ(queue.next(), TorrentId{"a"});
  EXPECT_EQ(queue.next(), TorrentId{"b"});
  EXPECT_EQ(queue.next(), TorrentId{"suspect"});
  EXPECT_EQ(queue.next(), std::nullopt) << "the one before is still under way";
  (void)queue.ended({"b"});
  EXPECT_EQ(queue.next(), std::nullopt);
  (void)queue.ended({"suspect"});
  EXPECT_EQ(queue.next(), TorrentId{"other suspect"});
  (void)queue.ended({"other suspect"});
  EXPECT_EQ(queue.next(), std::nullopt);
}

TEST(RestoreQueue, DoesNotTakeWhatFailedTwice) {
  RestoreQueue queue;
  EXPECT_FALSE(queue.add({"a"}, 2));
  EXPECT_TRUE(queue.empty());
}

TEST(RestoreQueue, ForgetsWhatWasTakenOutOfTurn) {
  RestoreQueue queue;
  EXPECT_TRUE(queue.add({"a"}, 0));
  EXPECT_TRUE(queue.add({"b"}, 1));
  EXPECT_TRUE(queue.waits({"a"}));
  queue.take({"a"});
  queue.take({"b"});
  EXPECT_FALSE(queue.waits({"a"}));
  EXPECT_TRUE(queue.empty());
}

}  // namespace
}  // namespace magnetar::app
