#include "app/torrents/file_choice.h"

#include <gtest/gtest.h>

namespace magnetar::app {
namespace {

engine::TorrentFile file(int index, const std::string& path, std::int64_t size) {
  return {base::FileIndex{index}, path, {0, size}};
}

TEST(MainFile, IsTheLargestVideoEvenWhenSomethingElseIsLarger) {
  EXPECT_EQ(main_file({file(0, "a/extras.zip", 9000), file(1, "a/sample.mkv", 10), file(2, "a/film.mkv", 700),
                       file(3, "a/sound.flac", 800)}),
            base::FileIndex{2});
}

TEST(MainFile, IsTheLargestAudioWithoutVideo) {
  EXPECT_EQ(main_file({file(0, "cover.jpg", 9000), file(1, "one.mp3", 10), file(2, "two.mp3", 20)}),
            base::FileIndex{2});
}

TEST(MainFile, IsTheLargestFileWhenNothingPlays) {
  EXPECT_EQ(main_file({file(0, "readme.txt", 1), file(4, "disk.iso", 2)}), base::FileIndex{4});
}

TEST(MainFile, IsNothingWithoutFiles) {
  EXPECT_FALSE(main_file({}));
}

}  // namespace
}  // namespace magnetar::app
