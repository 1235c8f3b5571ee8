#include "app/web_seeds/fetch_plan.h"

#include <gtest/gtest.h>

#include "app/web_seeds/seed_file.h"

namespace magnetar::app {
namespace {

using base::ByteRange;

constexpr std::int64_t kKiB = 1024;

engine::WebSeedTorrent one_file() {
  return {"", 1024 * kKiB, 4, 4096 * kKiB, true, {{{0, 4096 * kKiB}, "film.mp4", false}}};
}

/// Two films with padding between them, and an empty file.
engine::WebSeedTorrent folder() {
  return {"",
          64 * kKiB,
          4,
          250 * kKiB,
          false,
          {{{0, 100 * kKiB}, "Show/S 1/ä#?.mp4", false},
           {{100 * kKiB, 128 * kKiB}, "Show/.pad/28672", true},
           {{128 * kKiB, 128 * kKiB}, "Show/empty", false},
           {{128 * kKiB, 250 * kKiB}, "Show/b.mp4", false}}};
}

TEST(FetchPlan, MakesOneRequestOfBlocksThatTouch) {
  const auto fetches = plan_fetches(
      one_file(), {{16 * kKiB, 32 * kKiB}, {0, 16 * kKiB}, {32 * kKiB, 48 * kKiB}}, 4, 64 * kKiB);
  EXPECT_EQ(fetches, (std::vector<FileRange>{{0, {0, 48 * kKiB}}}));
}

TEST(FetchPlan, SharesMuchAmongConnections) {
  const auto fetches = plan_fetches(one_file(), {{0, 1024 * kKiB}}, 4, 64 * kKiB);
  ASSERT_EQ(fetches.size(), 4U);
  EXPECT_EQ(fetches[3], (FileRange{0, {768 * kKiB, 1024 * kKiB}}));
}

TEST(FetchPlan, CutsAtFilesAndLeavesPaddingOut) {
  const auto fetches = plan_fetches(folder(), {{64 * kKiB, 192 * kKiB}}, 1, 64 * kKiB);
  EXPECT_EQ(fetches, (std::vector<FileRange>{{0, {64 * kKiB, 100 * kKiB}}, {3, {128 * kKiB, 192 * kKiB}}}));
}

TEST(FetchPlan, AsksForNothingWhenNothingIsWanted) {
  EXPECT_TRUE(plan_fetches(one_file(), {}, 4, 64 * kKiB).empty());
  EXPECT_TRUE(plan_fetches(folder(), {{100 * kKiB, 128 * kKiB}}, 4, 64 * kKiB).empty());
}

TEST(WebSeedUrl, OfOneFileIsItsOwnUnlessItNamesAFolder) {
  EXPECT_EQ(url_of("http://a/x.mp4", one_file(), 0), "http://a/x.mp4");
  EXPECT_EQ(url_of("http://a/films/", one_file(), 0), "http://a/films/film.mp4");
}

TEST(WebSeedUrl, OfAFolderHasEachNameEncoded) {
  EXPECT_EQ(url_of("http://a", folder(), 0), "http://a/Show/S%201/%C3%A4%23%3F.mp4");
  EXPECT_EQ(url_of("http://a/dir/", folder(), 3), "http://a/dir/Show/b.mp4");
}

TEST(SeedFile, RemembersWhereItWasSentButNotForEver) {
  auto file = SeedFile::at("http://a/film.mp4");
  ASSERT_TRUE(file);
  const auto first = file.value().url();
  ASSERT_TRUE(file.value().redirect(first, "https://b/c?x=1"));
  EXPECT_EQ(file.value().url().host, "b");
  // The other requests of the same moment follow the same redirect.
  ASSERT_TRUE(file.value().redirect(first, "https://b/c?x=2"));
  EXPECT_EQ(file.value().url().target, "/c?x=1");
  EXPECT_TRUE(file.value().go_back());
  EXPECT_EQ(file.value().url(), first);
  EXPECT_FALSE(file.value().go_back());
}

TEST(SeedFile, IsNotSentAroundInCircles) {
  auto file = SeedFile::at("http://a/0");
  ASSERT_TRUE(file);
  int followed = 0;
  while (followed < 20 && file.value().redirect(file.value().url(), "/" + std::to_string(followed + 1)))
    ++followed;
  EXPECT_EQ(followed, 5);
  EXPECT_FALSE(SeedFile::at("ftp://a/0"));
  EXPECT_FALSE(SeedFile::at("http://a/0").value().redirect(SeedFile::at("http://a/0").value().url(), ""));
}

}  // namespace
}  // namespace magnetar::app
