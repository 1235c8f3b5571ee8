#include "http/media_types.h"

#include <gtest/gtest.h>

namespace magnetar::http {
namespace {

TEST(MediaTypes, KnowsWhatPeopleShare) {
  EXPECT_EQ(content_type("film.mp4"), "video/mp4");
  EXPECT_EQ(content_type("Film.MKV"), "video/x-matroska");
  EXPECT_EQ(content_type("a/b.c/film.webm"), "video/webm");
  EXPECT_EQ(content_type("track.flac"), "audio/flac");
  EXPECT_EQ(content_type("film.en.vtt"), "text/vtt");
  EXPECT_EQ(content_type("cover.jpg"), "image/jpeg");
  EXPECT_EQ(media_kind("film.avi"), MediaKind::video);
  EXPECT_EQ(media_kind("track.mp3"), MediaKind::audio);
  EXPECT_EQ(media_kind("film.srt"), MediaKind::subtitle);
  EXPECT_EQ(media_kind("cover.PNG"), MediaKind::image);
  for (const char* name : {"film.smi", "film.ttml", "film.sbv", "song.lrc", "film.sub", "film.sup"})
    EXPECT_EQ(media_kind(name), MediaKind::subtitle) << name;
}

TEST(MediaTypes, KnowsTheEndingsOfRecordersCamerasAndOldPrograms) {
  for (const char* name : {"a.m2t", "a.tp", "a.TRP", "a.m2p", "a.mxf", "a.3gpp", "a.3gp", "a.tod", "a.dv",
                           "a.wtv", "a.evo", "a.nut", "a.dvr-ms", "a.hevc"})
    EXPECT_EQ(media_kind(name), MediaKind::video) << name;
  for (const char* name : {"a.tta", "a.caf", "a.spx", "a.mpc", "a.dsf", "a.au", "a.thd", "a.m4r", "a.w64"})
    EXPECT_EQ(media_kind(name), MediaKind::audio) << name;
}

TEST(MediaTypes, TellsEndingsThatSayNothingFromThoseOfOtherThings) {
  for (const char* name : {"AVSEQ01.DAT", "film", "film.xyz", "film.mod", "a/film.2019"})
    EXPECT_TRUE(may_be_media(name)) << name;
  for (const char* name : {"a.rar", "a.r00", "a.s12", "a.001", "a.zip", "a.iso", "a.exe", "a.NFO", "a.srt",
                           "a.jpg", "a.mkv", "a.torrent", "a.html"})
    EXPECT_FALSE(may_be_media(name)) << name;
}

TEST(MediaTypes, KnowsArchivesAndTheirParts) {
  for (const char* name : {"a.rar", "a.part01.rar", "a.r00", "a.S01", "a.001", "a.zip", "a.7z"})
    EXPECT_TRUE(is_archive(name)) << name;
  for (const char* name : {"a.mkv", "a.ra", "a.r0x", "rar", "a.mp3", "a.2019"})
    EXPECT_FALSE(is_archive(name)) << name;
}

TEST(MediaTypes, NamesTheKindsAsTheProtocolDoes) {
  EXPECT_EQ(media_kind_name(MediaKind::video), "video");
  EXPECT_EQ(media_kind_name(MediaKind::audio), "audio");
  EXPECT_EQ(media_kind_name(MediaKind::subtitle), "subtitle");
  EXPECT_EQ(media_kind_name(MediaKind::image), "image");
  EXPECT_EQ(media_kind_name(MediaKind::other), "other");
}

TEST(MediaTypes, TreatsEverythingElseAsBytes) {
  for (const char* name :
       {"page.html", "page.HTM", "x.xhtml",      "x.svg",         "x.xml",     "x.pdf",     "x.js", "x.mjs",
        "x.css",     "x.swf",    "x.txt",        "x.nfo",         "x.exe",     "x.m3u8",    "mp4",  ".mp4x",
        "",          ".",        "dir.mp4/file", "film.mp4.html", "film.mp4 ", "film.mp4\n"}) {
    EXPECT_EQ(media_kind(name), MediaKind::other) << name;
    EXPECT_EQ(content_type(name), "application/octet-stream") << name;
  }
}

}  // namespace
}  // namespace magnetar::http
