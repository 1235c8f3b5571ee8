#include "media/sessions.h"

#include "unit/media/scripted_ffmpeg.h"

namespace magnetar::media {
namespace {

using base::ErrorCode;
using Answer = base::Result<std::shared_ptr<const Chunk>>;

/// Limits encodes to one at a time; a copy ends at once, and an encode lasts.
class SessionsTest : public ScriptedFfmpeg {
 protected:
  SessionsTest() { install("ffmpeg", "case \"$*\" in *libx264*) exec sleep 1000;; esac"); }

  base::Result<std::string> open(const SessionOrder& order) {
    std::optional<base::Result<std::string>> opened;
    sessions_.open(order, [&](const base::Result<std::string>& session) { opened.emplace(session); });
    EXPECT_TRUE(tests::run_until(loop_, [&] { return opened.has_value(); }));
    return *opened;
  }

  Sessions sessions_{launcher_, timers_, 1};
};

TEST_F(SessionsTest, ARecordingThatIsEncodedBehindACopiedOneWaitsForAnEncode) {
  const auto encoded = open(order(VideoWork::h264, "one"));
  const auto joined = open(order(VideoWork::copy, "two"));
  ASSERT_TRUE(encoded);
  ASSERT_TRUE(joined);
  std::optional<Answer> answer;
  sessions_.next(joined.value(), 0, [&](const Answer& given) { answer.emplace(given); });
  ASSERT_TRUE(tests::run_until(loop_, [&] { return answer.has_value(); }));
  EXPECT_EQ(answer->error().code, ErrorCode::encoder_busy);
  EXPECT_FALSE(sessions_.encoding(joined.value()));

  ASSERT_TRUE(sessions_.close(encoded.value()));
  sessions_.next(joined.value(), 0, [](const Answer&) {});
  EXPECT_TRUE(tests::run_until(loop_, [&] { return sessions_.encoding(joined.value()); }));
  EXPECT_EQ(open(order(VideoWork::h264, "three")).error().code, ErrorCode::encoder_busy);
}

TEST_F(SessionsTest, ASessionThatBeginsInAnEncodedRecordingTakesAnEncode) {
  auto later = order(VideoWork::copy, "one");
  later.at = 15;
  ASSERT_TRUE(open(later));
  EXPECT_EQ(open(order(VideoWork::h264, "two")).error().code, ErrorCode::encoder_busy);
}

TEST_F(SessionsTest, ACopyTakesNoEncode) {
  ASSERT_TRUE(open(order(VideoWork::copy, "one")));
  EXPECT_TRUE(open(order(VideoWork::h264, "two")));
}

}  // namespace
}  // namespace magnetar::media
