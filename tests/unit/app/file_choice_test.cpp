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

TEST(MainFile, IsTheBestOfTheFilesThatALinkChooses) {
  const std::vector files{file(0, "S01E01.mkv", 10), file(1, "S01E02.mkv", 90), file(2, "S01E03.srt", 1)};
  EXPECT_EQ(main_file(files, {base::FileIndex{0}}), base::FileIndex{0});
  EXPECT_EQ(main_file(files, {base::FileIndex{2}, base::FileIndex{1}}), base::FileIndex{1});
  EXPECT_EQ(main_file(files, {base::FileIndex{9}}), base::FileIndex{1});
}

TEST(MainFile, IsTheFirstEpisodeOfASeason) {
  EXPECT_EQ(main_file({file(0, "Show/S01E10.mkv", 700), file(1, "Show/S01E02.mkv", 900),
                       file(2, "Show/S01E01.mkv", 800), file(3, "Show/S01E00.sample.mkv", 9)}),
            base::FileIndex{2});
  EXPECT_EQ(main_file({file(0, "Show 1x10.avi", 700), file(1, "Show 1x02.avi", 900)}), base::FileIndex{1});
  EXPECT_EQ(main_file({file(0, "a part.mkv", 700), file(1, "film 1920x1080.mkv", 900)}), base::FileIndex{1});
}

TEST(MainFile, IsNoSampleBesideAFilmInArchives) {
  EXPECT_EQ(main_file({file(0, "film/Sample/s.mkv", 10), file(1, "film/film.rar", 50),
                       file(2, "film/film.r00", 49)}),
            base::FileIndex{1});
  EXPECT_EQ(main_file({file(0, "film/film.mkv", 500), file(1, "film/subs.rar", 5)}), base::FileIndex{0});
}

TEST(MainFile, MayHaveAnEndingThatSaysNothing) {
  EXPECT_EQ(main_file({file(0, "INFO.VCD", 1), file(1, "AVSEQ01.DAT", 90), file(2, "readme.txt", 99)}),
            base::FileIndex{1});
  EXPECT_EQ(film_without_ending({file(0, "film", 90), file(1, "film.nfo", 99)}), base::FileIndex{0});
  EXPECT_FALSE(film_without_ending({file(0, "film.xyz", 90), file(1, "film.mp3", 9)}));
  EXPECT_FALSE(film_without_ending({file(0, "setup.exe", 90), file(1, "film.part1.rar", 9)}));
}

TEST(MainFile, IsNoExtra) {
  EXPECT_EQ(main_file({file(0, "film/Extras/making of.mkv", 900), file(1, "film/film.mkv", 700)}),
            base::FileIndex{1});
  EXPECT_EQ(main_file({file(0, "film/film-trailer.mp4", 90), file(1, "film/Extras/other.mp4", 95)}),
            base::FileIndex{0});
  EXPECT_EQ(main_file({file(0, "Trailer Park S01E01.mkv", 500), file(1, "Trailer Park S01E02.mkv", 510)}),
            base::FileIndex{0});
}

TEST(NextFile, IsNoExtraBehindTheLastEpisode) {
  const std::vector files{file(0, "s/S01E01.mkv", 500), file(1, "s/S01E02.mkv", 510),
                          file(2, "s/Sample/sample.mkv", 9), file(3, "s/Sample/sample two.mkv", 9),
                          file(4, "s/zz trailer.mkv", 20)};
  EXPECT_EQ(next_file(files, files[0])->index, base::FileIndex{1});
  EXPECT_EQ(next_file(files, files[1]), nullptr);
  EXPECT_EQ(next_file(files, files[3])->index, base::FileIndex{2});
}

TEST(Extras, AreToldForEachFile) {
  const std::vector files{file(0, "s/Trailer Park S01E01.mkv", 500),
                          file(2, "s/Trailer Park S01E02.mkv", 510),
                          file(3, "s/Trailer Park - trailer.mkv", 20), file(4, "s/Sample/a.txt", 1)};
  EXPECT_EQ(extras_among(files), (std::vector<bool>{false, false, false, true, false}));
}

// Quadratic time would take minutes.
TEST(MainFile, IsChosenAmongFiftyThousandFilms) {
  std::vector<engine::TorrentFile> files;
  for (int i = 0; i < 50'000; ++i)
    files.push_back(file(i, "many/film " + std::to_string(i) + ".mkv", 100 + i));
  std::vector<base::FileIndex> all;
  for (const auto& one : files) all.push_back(one.index);
  EXPECT_EQ(main_file(files), base::FileIndex{49'999});
  EXPECT_EQ(main_file(files, all), base::FileIndex{49'999});
}

TEST(MainFile, IsNothingWithoutFiles) {
  EXPECT_FALSE(main_file({}));
}

}  // namespace
}  // namespace magnetar::app
