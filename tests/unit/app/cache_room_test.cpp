#include "app/torrents/cache_room.h"

#include <gtest/gtest.h>

namespace magnetar::app {
namespace {

std::vector<std::string> chosen(const std::vector<CacheEntry>& entries, const CacheLimits& limits) {
  std::vector<std::string> ids;
  for (const auto& id : victims(entries, limits)) ids.push_back(id.value);
  return ids;
}

const std::vector<CacheEntry> kThree{
    {{"new"}, 500, 30, false}, {{"old"}, 300, 10, false}, {{"middle"}, 200, 20, false}};

TEST(CacheRoom, NothingGoesWhileThereIsRoom) {
  EXPECT_TRUE(chosen(kThree, {1000, 5000, 100}).empty());
}

TEST(CacheRoom, ThoseNotUsedForLongestGoFirstAndNoMoreThanNeeded) {
  EXPECT_EQ(chosen(kThree, {999, 5000, 100}), (std::vector<std::string>{"old"}));
  EXPECT_EQ(chosen(kThree, {699, 5000, 100}), (std::vector<std::string>{"old", "middle"}));
}

TEST(CacheRoom, WhatIsInUseStaysWhateverTheLimit) {
  auto entries = kThree;
  entries[1].in_use = true;
  EXPECT_EQ(chosen(entries, {1, 5000, 100}), (std::vector<std::string>{"middle", "new"}));
}

TEST(CacheRoom, ALimitOfZeroIsNone) {
  EXPECT_TRUE(chosen(kThree, {0, 5000, 100}).empty());
}

TEST(CacheRoom, AFullDiskCountsEvenWithoutALimit) {
  EXPECT_EQ(chosen(kThree, {0, 50, 100}), (std::vector<std::string>{"old"}));
}

TEST(CacheRoom, ATorrentThatHoldsNothingIsNotWorthRemoving) {
  EXPECT_TRUE(chosen({{{"empty"}, 0, 1, false}}, {1, 0, 100}).empty());
}

}  // namespace
}  // namespace magnetar::app
