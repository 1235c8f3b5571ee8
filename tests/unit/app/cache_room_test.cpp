#include "app/torrents/cache_room.h"

#include <gtest/gtest.h>

namespace magnetar::app {
namespace {

constexpr std::int64_t kGiB = std::int64_t{1} << 30;
const std::vector<DiskRoom> kRoomy{{0, 100 * kGiB, 50 * kGiB}};

std::vector<std::string> chosen(const std::vector<CacheEntry>& entries, std::int64_t cache_size,
                                const std::vector<DiskRoom>& disks = kRoomy) {
  std::vector<std::string> ids;
  for (const auto& id : victims(entries, cache_size, disks)) ids.push_back(id.value);
  return ids;
}

const std::vector<CacheEntry> kThree{
    {{"new"}, 500, 30, false}, {{"old"}, 300, 10, false}, {{"middle"}, 200, 20, false}};

TEST(CacheRoom, NothingGoesWhileThereIsRoom) {
  EXPECT_TRUE(chosen(kThree, 1000).empty());
}

TEST(CacheRoom, ThoseNotUsedForLongestGoFirstAndNoMoreThanNeeded) {
  EXPECT_EQ(chosen(kThree, 999), (std::vector<std::string>{"old"}));
  EXPECT_EQ(chosen(kThree, 699), (std::vector<std::string>{"old", "middle"}));
}

TEST(CacheRoom, WhatIsInUseStaysWhateverTheLimit) {
  auto entries = kThree;
  entries[1].in_use = true;
  EXPECT_EQ(chosen(entries, 1), (std::vector<std::string>{"middle", "new"}));
}

TEST(CacheRoom, ALimitOfZeroIsNone) {
  EXPECT_TRUE(chosen(kThree, 0).empty());
}

TEST(CacheRoom, AFullDiskCountsEvenWithoutALimit) {
  EXPECT_EQ(chosen(kThree, 0, {{0, 100 * kGiB, kGiB - 50}}), (std::vector<std::string>{"old"}));
}

TEST(CacheRoom, ATorrentThatHoldsNothingIsNotWorthRemoving) {
  EXPECT_TRUE(chosen({{{"empty"}, 0, 1, false}}, 1, {{0, kGiB, 0}}).empty());
}

TEST(CacheRoom, FilmsOnAnotherDiskDoNotHelpAFullOne) {
  const std::vector<CacheEntry> entries{{{"here"}, 400, 20, false, 1}, {{"elsewhere"}, 400, 10, false, 2}};
  const std::vector<DiskRoom> disks{{1, 100 * kGiB, kGiB - 1}, {2, 100 * kGiB, 71 * kGiB}};
  EXPECT_EQ(chosen(entries, 0, disks), (std::vector<std::string>{"here"}));
  EXPECT_TRUE(chosen({entries[1]}, 0, disks).empty());
}

TEST(CacheRoom, WhatGoesForTheLimitMakesRoomOnItsDiskToo) {
  const std::vector<CacheEntry> entries{{{"a"}, 400, 10, false, 1}, {{"b"}, 400, 20, false, 1}};
  EXPECT_EQ(chosen(entries, 500, {{1, 100 * kGiB, kGiB - 300}}), (std::vector<std::string>{"a"}));
}

TEST(CacheRoom, ASmallDiskHasASmallFloor) {
  EXPECT_EQ(free_floor(100 * kGiB), kGiB);
  EXPECT_EQ(free_floor(kGiB / 2), kGiB / 40);
  EXPECT_TRUE(chosen(kThree, 0, {{0, kGiB / 2, kGiB / 4}}).empty());
}

}  // namespace
}  // namespace magnetar::app
