#include "app/torrents/kept_files.h"

#include <gtest/gtest.h>

namespace magnetar::app {
namespace {

constexpr base::FileIndex kFirst{0};
constexpr base::FileIndex kSecond{7};

TEST(KeptFiles, AreLookedAtOnceWhenTheyAreKeptAndAgainWhenBytesHaveCome) {
  KeptFiles kept;
  EXPECT_TRUE(kept.add(kFirst));
  EXPECT_EQ(kept.take_changed(), kFirst);
  EXPECT_FALSE(kept.take_changed());
  kept.changed(kFirst);
  kept.changed(kFirst);
  EXPECT_EQ(kept.take_changed(), kFirst);
  EXPECT_FALSE(kept.take_changed());
}

TEST(KeptFiles, ThatThePersonHasAreLookedAtNoMore) {
  KeptFiles kept;
  kept.add(kFirst);
  kept.add(kSecond);
  kept.set(kFirst, "/home/film.mkv");
  EXPECT_EQ(kept.count(), 2U);
  EXPECT_EQ(kept.there(), 1U);
  EXPECT_TRUE(kept.waits());
  kept.all_changed();
  kept.changed(kFirst);
  EXPECT_EQ(kept.take_changed(), kSecond);
  EXPECT_FALSE(kept.take_changed());
  kept.set(kSecond, "/home/film two.mkv");
  EXPECT_FALSE(kept.waits());
}

TEST(KeptFiles, AreDroppedOnlyWhileThePersonHasThemNot) {
  KeptFiles kept;
  kept.add(kFirst);
  kept.set(kSecond, "/home/film.mkv");
  EXPECT_TRUE(kept.drop(kFirst));
  EXPECT_FALSE(kept.drop(kFirst));
  EXPECT_FALSE(kept.drop(kSecond));
  EXPECT_FALSE(kept.take_changed());
  EXPECT_EQ(kept.path(kFirst), nullptr);
  EXPECT_EQ(*kept.path(kSecond), "/home/film.mkv");
}

TEST(KeptFiles, OthersOfTheTorrentDoNotCount) {
  KeptFiles kept;
  kept.changed(kFirst);
  EXPECT_FALSE(kept.take_changed());
  EXPECT_FALSE(kept.waits());
}

}  // namespace
}  // namespace magnetar::app
