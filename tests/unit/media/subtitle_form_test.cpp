#include "media/subtitle_form.h"

#include <gtest/gtest.h>

namespace magnetar::media {
namespace {

std::optional<SubtitleForm> form(const char* codec, bool text) {
  SubtitleTrack track;
  track.codec = codec;
  track.text = text;
  return form_of(track);
}

TEST(SubtitleForm, FollowsFromTheCodec) {
  EXPECT_EQ(form("subrip", true), SubtitleForm::vtt);
  EXPECT_EQ(form("mov_text", true), SubtitleForm::vtt);
  EXPECT_EQ(form("ass", true), SubtitleForm::ass);
  EXPECT_EQ(form("ssa", true), SubtitleForm::ass);
  EXPECT_EQ(form("hdmv_pgs_subtitle", false), SubtitleForm::sup);
  EXPECT_EQ(form("dvd_subtitle", false), SubtitleForm::dvb);
  EXPECT_EQ(form("dvb_subtitle", false), SubtitleForm::dvb);
  EXPECT_EQ(form("dvb_teletext", false), std::nullopt);
}

TEST(SubtitleForm, HasANameAndATypeEach) {
  EXPECT_EQ(name(SubtitleForm::vtt), "vtt");
  EXPECT_EQ(name(SubtitleForm::ass), "ass");
  EXPECT_EQ(name(SubtitleForm::sup), "sup");
  EXPECT_EQ(name(SubtitleForm::dvb), "dvb");
  EXPECT_EQ(content_type(SubtitleForm::dvb), "video/mp2t");
  EXPECT_EQ(content_type(SubtitleForm::vtt), "text/vtt; charset=utf-8");
  EXPECT_EQ(content_type(SubtitleForm::ass), "text/x-ssa; charset=utf-8");
  EXPECT_EQ(content_type(SubtitleForm::sup), "application/octet-stream");
}

}  // namespace
}  // namespace magnetar::media
