#include "media/preview_command.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace magnetar::media {
namespace {

std::string after(const std::vector<std::string>& all, const std::string& option) {
  const auto found = std::find(all.begin(), all.end(), option);
  return found == all.end() || found + 1 == all.end() ? "" : *(found + 1);
}

bool before(const std::vector<std::string>& all, const std::string& first, const std::string& second) {
  return std::find(all.begin(), all.end(), first) < std::find(all.begin(), all.end(), second);
}

TEST(PreviewCommand, OpensTheFilmByTheRulesOfEveryFilm) {
  const auto all = preview_arguments("http://film", 60, false);
  EXPECT_EQ(after(all, "-protocol_whitelist"), "http,tcp");
  EXPECT_TRUE(after(all, "-format_whitelist").starts_with("matroska,mov,"));
  EXPECT_EQ(after(all, "-i"), "http://film");
  EXPECT_TRUE(before(all, "-protocol_whitelist", "-i"));
  EXPECT_TRUE(before(all, "-format_whitelist", "-i"));
  EXPECT_TRUE(before(all, "-max_pixels", "-i"));
}

TEST(PreviewCommand, TakesOneKeyPictureNearThePlace) {
  const auto all = preview_arguments("http://film", 60, false);
  EXPECT_EQ(after(all, "-ss"), "60");
  EXPECT_EQ(after(all, "-skip_frame"), "nokey");
  EXPECT_EQ(after(all, "-frames:v"), "1");
  EXPECT_TRUE(after(all, "-vf").starts_with("select='between(t,45,75)',"));
  EXPECT_EQ(all.back(), "pipe:1");
}

TEST(PreviewCommand, TakesThePictureOfTheFilmAndNotItsCoverUnlessItIsSoundAlone) {
  EXPECT_EQ(after(preview_arguments("http://film", 0, false), "-map"), "0:V:0");
  EXPECT_EQ(after(preview_arguments("http://film", 0, true), "-map"), "0:v:0");
  EXPECT_EQ(after(preview_arguments("http://film", 0, true), "-ss"), "");
}

}  // namespace
}  // namespace magnetar::media
