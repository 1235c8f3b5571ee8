#include "media/hls_sessions.h"

#include "unit/media/scripted_ffmpeg.h"

namespace magnetar::media {
namespace {

constexpr HlsSessions::Question kFirstSegment{HlsSessions::Question::Kind::segment, 0};

class HlsSessionsTest : public ScriptedFfmpeg {
 protected:
  HlsSessionsTest() {
    install("ffmpeg", "exec sleep 1000");
    hls_.start(key_, order(VideoWork::copy, "tv"),
               std::make_shared<const SegmentTimes>(24, std::vector<double>()), 0);
  }

  ~HlsSessionsTest() override {
    hls_.close_all();
    sessions_.close_all();
  }

  /// Fires the first timer of two minutes behind the first `earlier` timers.
  void fire_idle(std::size_t earlier) {
    for (std::size_t i = earlier; i < timers_.delays.size(); ++i) {
      if (timers_.delays[i] == std::chrono::minutes(2)) return timers_.fires[i]();
    }
    FAIL() << "no such timer";
  }

  const HlsSessions::Key key_{{"hash", base::FileIndex{0}}, "tv"};
  Sessions sessions_{launcher_, timers_, 1};
  HlsSessions hls_{sessions_, timers_};
};

TEST_F(HlsSessionsTest, ASessionThatIsNotAskedForTwoMinutesEnds) {
  fire_idle(0);
  EXPECT_TRUE(hls_.must_start(key_, kFirstSegment));
}

TEST_F(HlsSessionsTest, ARequestThatWaitsForTheSwarmKeepsItsSession) {
  std::optional<base::Result<HlsSessions::Bytes>> answer;
  const std::size_t before = timers_.delays.size();
  hls_.ask(key_, kFirstSegment,
           [&](const base::Result<HlsSessions::Bytes>& given) { answer.emplace(given); });
  const std::size_t waiting = timers_.delays.size();
  fire_idle(before);
  EXPECT_FALSE(answer.has_value());
  EXPECT_FALSE(hls_.must_start(key_, kFirstSegment));
  EXPECT_GT(timers_.delays.size(), waiting) << "the session is looked at again";
}

}  // namespace
}  // namespace magnetar::media
