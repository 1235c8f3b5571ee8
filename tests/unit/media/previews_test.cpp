#include "media/previews.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "support/run_loop.h"
#include "support/temp_dir.h"

namespace magnetar::media {
namespace {

namespace fs = std::filesystem;

/// Replaces ffmpeg by a script, which notes the second of each call.
class PreviewsTest : public testing::Test {
 protected:
  PreviewsTest() : launcher_(loop_.context(), folder_.path().string() + ":/usr/bin:/bin") {
    install("ffprobe", "true");
  }

  void install(const std::string& name, const std::string& script) {
    std::ofstream(folder_ / name) << "#!/bin/sh\n" << script << "\n";
    fs::permissions(folder_ / name, fs::perms::owner_all);
  }
  /// The script's $second is the requested position; only output between the markers of a JPEG counts.
  void ffmpeg_does(const std::string& script) {
    install("ffmpeg", "while [ $# -gt 0 ]; do [ \"$1\" = -ss ] && second=$2; shift; done\n" + script);
  }
  void ask(std::int64_t request, std::int64_t second) {
    previews_.ask(PictureRequestId{request}, {{"hash", base::FileIndex{0}}, "http://film", second, false},
                  [this, second](const Picture& picture) {
                    answers_.emplace_back(second, picture ? *picture : "none");
                  });
  }
  bool run_until_answers(std::size_t count) {
    return tests::run_until(loop_, [&] { return answers_.size() >= count; });
  }

  const tests::TempDir folder_;
  base::Loop loop_;
  Launcher launcher_;
  Previews previews_{launcher_, loop_};
  std::vector<std::pair<std::int64_t, std::string>> answers_;
};

constexpr const char* kJpeg = "printf '\\377\\330%s\\377\\331' $second";

std::string jpeg(const std::string& content) {
  return "\xFF\xD8" + content + "\xFF\xD9";
}

TEST_F(PreviewsTest, GiveAPictureAndKeepIt) {
  ffmpeg_does(kJpeg);
  ask(1, 10);
  ASSERT_TRUE(run_until_answers(1));
  EXPECT_EQ(answers_[0].second, jpeg("10"));
  ffmpeg_does("exit 1");
  ask(2, 10);
  ASSERT_EQ(answers_.size(), 2U);
  EXPECT_EQ(answers_[1].second, jpeg("10"));
}

TEST_F(PreviewsTest, MakeTheNewestNextAndOneAtATime) {
  ffmpeg_does(kJpeg);
  for (std::int64_t request = 1; request <= 4; ++request) ask(request, request * 10);
  ASSERT_TRUE(run_until_answers(4));
  std::vector<std::int64_t> order;
  for (const auto& [second, picture] : answers_) order.push_back(second);
  EXPECT_EQ(order, (std::vector<std::int64_t>{10, 40, 30, 20}));
}

TEST_F(PreviewsTest, AnswerAllWhoWantThePlaceWithOnePicture) {
  ffmpeg_does("printf '\\377\\330%s\\377\\331' $$");
  for (std::int64_t request = 1; request <= 3; ++request) ask(request, 10);
  ASSERT_TRUE(run_until_answers(3));
  EXPECT_GT(answers_[0].second.size(), 4U);
  EXPECT_EQ(answers_[0].second, answers_[1].second);
  EXPECT_EQ(answers_[0].second, answers_[2].second);
}

TEST_F(PreviewsTest, GiveNothingForHalfAPictureAndAskAgainTheNextTime) {
  ffmpeg_does("printf '\\377\\330half'");
  ask(1, 10);
  ASSERT_TRUE(run_until_answers(1));
  EXPECT_EQ(answers_[0].second, "none");
  ffmpeg_does(kJpeg);
  ask(2, 10);
  ASSERT_TRUE(run_until_answers(2));
  EXPECT_EQ(answers_[1].second, jpeg("10"));
}

TEST_F(PreviewsTest, EndWhatNobodyWaitsForAnyMore) {
  ffmpeg_does("if [ $second = 10 ]; then exec sleep 1000; fi\n" + std::string(kJpeg));
  ask(1, 10);
  ask(2, 20);
  previews_.forget(PictureRequestId{1});
  ASSERT_TRUE(run_until_answers(1));
  EXPECT_EQ(answers_[0].first, 20);
}

TEST_F(PreviewsTest, RefuseOutputWithoutEnd) {
  ffmpeg_does("printf '\\377\\330'; while :; do echo more and more and more and more; done");
  ask(1, 10);
  ASSERT_TRUE(run_until_answers(1));
  EXPECT_EQ(answers_[0].second, "none");
}

TEST_F(PreviewsTest, AnswerTheOldestWithNothingWhenTooManyAsk) {
  ffmpeg_does("exec sleep 1000");
  for (std::int64_t request = 1; request <= 65; ++request) ask(request, request);
  ASSERT_EQ(answers_.size(), 1U);
  EXPECT_EQ(answers_[0].first, 1);
  previews_.stop();
  EXPECT_EQ(answers_.size(), 65U);
}

TEST_F(PreviewsTest, GiveNothingWithoutFfmpeg) {
  fs::remove(folder_ / "ffprobe");
  Launcher launcher(loop_.context(), folder_.path().string());
  Previews previews(launcher, loop_);
  bool none = false;
  previews.ask(PictureRequestId{1}, {{"hash", base::FileIndex{0}}, "http://film", 0, false},
               [&](const Picture& picture) { none = !picture; });
  EXPECT_TRUE(none);
}

}  // namespace
}  // namespace magnetar::media
