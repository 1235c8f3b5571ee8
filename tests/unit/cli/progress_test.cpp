#include "app/cli/progress.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <sstream>

namespace magnetar::app::cli {
namespace {

using nlohmann::json;

json torrent(const char* state, double progress) {
  return {{"state", state},           {"has_metadata", true}, {"progress", progress},
          {"download_rate", 2100000}, {"peers", 3},           {"eta", 125}};
}

class ProgressTest : public ::testing::Test {
 protected:
  std::ostringstream out;
  std::ostringstream err;
};

TEST_F(ProgressTest, SaysEverythingInOneLine) {
  EXPECT_EQ(progress_text(torrent("downloading", 0.625)),
            "downloading 62 % · 2.1 MB/s · 3 peers · 2 min 5 s left");
  json waiting = torrent("finding_peers", 0);
  waiting.update({{"has_metadata", false}, {"eta", nullptr}, {"peers", 1}, {"download_rate", 0}});
  EXPECT_EQ(progress_text(waiting), "finding people who have this · 0 B/s · 1 peer");
}

TEST_F(ProgressTest, FillsItsBar) {
  EXPECT_EQ(progress_bar(0, 4), "[    ]");
  EXPECT_EQ(progress_bar(0.99, 4), "[### ]");
  EXPECT_EQ(progress_bar(1, 4), "[####]");
}

TEST_F(ProgressTest, RedrawsItsLineOnATerminalAndTakesItAwayAtTheEnd) {
  Console console{out, err, true, 40};
  {
    Progress progress(console);
    progress.show(torrent("downloading", 0.5));
    progress.show(torrent("downloading", 0.5));
    EXPECT_EQ(err.str(), "\r\033[K[##########          ] downloading 50 …");
  }
  EXPECT_TRUE(err.str().ends_with("\r\033[K"));
  EXPECT_EQ(out.str(), "");
}

TEST_F(ProgressTest, WritesALineForEachStateAndTenthElsewhere) {
  Console console{out, err, false, 80};
  Progress progress(console);
  for (const double part : {0.0, 0.05, 0.11, 0.15, 0.2}) progress.show(torrent("downloading", part));
  progress.show(torrent("complete", 1));
  const std::string text = err.str();
  EXPECT_EQ(std::ranges::count(text, '\n'), 4);
  EXPECT_EQ(text.find('\r'), std::string::npos);
  EXPECT_EQ(text.find('\033'), std::string::npos);
}

}  // namespace
}  // namespace magnetar::app::cli
