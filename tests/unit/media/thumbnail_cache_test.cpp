#include "media/thumbnail_cache.h"

#include <gtest/gtest.h>

namespace magnetar::media {
namespace {

PictureKey key(int file, std::int64_t second) {
  return {{"hash", base::FileIndex{file}}, second};
}

Picture picture(std::size_t size) {
  return std::make_shared<const std::string>(size, 'x');
}

TEST(ThumbnailCache, KnowsWhatItWasGivenByFilmAndSecond) {
  ThumbnailCache cache(100);
  const auto made = picture(10);
  cache.keep(key(0, 20), made);
  EXPECT_EQ(cache.find(key(0, 20)), made);
  EXPECT_EQ(cache.find(key(0, 30)), nullptr);
  EXPECT_EQ(cache.find(key(1, 20)), nullptr);
}

TEST(ThumbnailCache, LetsThoseGoThatNobodyAskedForLongest) {
  ThumbnailCache cache(100);
  for (int second = 0; second < 4; ++second) cache.keep(key(0, second), picture(25));
  EXPECT_NE(cache.find(key(0, 0)), nullptr);
  cache.keep(key(0, 4), picture(50));
  EXPECT_NE(cache.find(key(0, 0)), nullptr);
  EXPECT_EQ(cache.find(key(0, 1)), nullptr);
  EXPECT_EQ(cache.find(key(0, 2)), nullptr);
  EXPECT_NE(cache.find(key(0, 3)), nullptr);
  EXPECT_NE(cache.find(key(0, 4)), nullptr);
}

TEST(ThumbnailCache, CountsAPictureOnceThatComesAgain) {
  ThumbnailCache cache(100);
  cache.keep(key(0, 0), picture(40));
  for (int round = 0; round < 10; ++round) cache.keep(key(0, 1), picture(60));
  EXPECT_NE(cache.find(key(0, 0)), nullptr);
}

}  // namespace
}  // namespace magnetar::media
