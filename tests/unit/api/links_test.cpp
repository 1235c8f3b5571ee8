#include "api/links.h"

#include <gtest/gtest.h>

#include "api/natural_order.h"

namespace magnetar::api {
namespace {

TEST(Links, EncodeEverythingThatCouldMeanSomethingInAUrl) {
  FileView file;
  file.index = base::FileIndex{3};
  file.path = "Folder/100% Ünique?#.mkv";
  EXPECT_EQ(file_url("http://127.0.0.1:1/t/", {"abc"}, file),
            "http://127.0.0.1:1/t/torrents/abc/files/3/100%25%20%C3%9Cnique%3F%23.mkv");
}

TEST(Links, NameThePlaylistOfATorrent) {
  EXPECT_EQ(playlist_url("http://127.0.0.1:1/t/", {"abc"}),
            "http://127.0.0.1:1/t/torrents/abc/playlist.m3u8");
}

TEST(Links, NameAFileAsHls) {
  EXPECT_EQ(hls_url("http://127.0.0.1:1/t/", {"abc"}, base::FileIndex{3}),
            "http://127.0.0.1:1/t/torrents/abc/hls/3/master.m3u8");
}

TEST(NaturalOrder, ReadsNumbersAsNumbers) {
  EXPECT_TRUE(natural_less("Episode 2.mkv", "Episode 10.mkv"));
  EXPECT_FALSE(natural_less("Episode 10.mkv", "Episode 2.mkv"));
  EXPECT_TRUE(natural_less("s01e09", "s01e10"));
  EXPECT_TRUE(natural_less("a99999999999999999998", "a99999999999999999999"));
}

TEST(NaturalOrder, DoesNotMindCaseAndLeadingZerosButStaysAnOrder) {
  EXPECT_TRUE(natural_less("a", "B"));
  EXPECT_TRUE(natural_less("B", "c"));
  EXPECT_FALSE(natural_less("x", "x"));
  EXPECT_NE(natural_less("x01", "x1"), natural_less("x1", "x01"));
  EXPECT_TRUE(natural_less("x", "x1"));
}

}  // namespace
}  // namespace magnetar::api
