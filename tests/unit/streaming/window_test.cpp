#include "streaming/window.h"

#include <gtest/gtest.h>

#include <tuple>

namespace magnetar::streaming {
namespace {

constexpr std::int64_t kMiB = 1048576;

using WindowCase = std::tuple<Speed, WindowSizes>;  // bitrate, swarm, piece length; expected

class WindowSizesTable : public testing::TestWithParam<WindowCase> {};

TEST_P(WindowSizesTable, FollowPieceLengthBitrateAndSwarm) {
  const auto& [speed, expected] = GetParam();
  EXPECT_EQ(window_sizes(speed), expected);
}

INSTANTIATE_TEST_SUITE_P(Table, WindowSizesTable,
                         testing::Values(
                             // A swarm of unknown rate: 2 s and 30 s of the film.
                             WindowCase{{1000000, 0, 262144}, {2000000, 30000000}},
                             // Two pieces are more than two seconds.
                             WindowCase{{1000000, 0, 4 * kMiB}, {8 * kMiB, 30000000}},
                             WindowCase{{1000000, 0, 16 * kMiB}, {32 * kMiB, 30000000}},
                             // Half a second of a fast swarm is more than both; its window is 30 s * (1.5 *
                             // 0.05 + 0.5), at least 16 MiB.
                             WindowCase{{1000000, 20000000, 262144}, {10000000, 17250000}},
                             WindowCase{{1000000, 200000000, 262144}, {100000000, 16 * kMiB}},
                             // As fast as the film: twice 30 s. Half as fast: not more than twice.
                             WindowCase{{1000000, 1000000, 262144}, {2000000, 60000000}},
                             WindowCase{{1000000, 500000, 262144}, {2000000, 60000000}},
                             // 1.25 times the bitrate: 30 s * 1.7.
                             WindowCase{{1000000, 1250000, 262144}, {2000000, 51000000}},
                             // A film of low bitrate still gets 16 MiB, one of high bitrate no more than 256
                             // MiB.
                             WindowCase{{100000, 0, 262144}, {524288, 16 * kMiB}},
                             WindowCase{{12000000, 0, 262144}, {24000000, 256 * kMiB}}));

TEST(WindowShare, IsTheWholeWindowBelowTheMost) {
  EXPECT_EQ(window_share(100 * kMiB, 4000000, 256 * kMiB, 8000000), 100 * kMiB);
}

TEST(WindowShare, DividesTheMostByBitrate) {
  EXPECT_EQ(window_share(256 * kMiB, 9000000, 512 * kMiB, 12000000), 192 * kMiB);
  EXPECT_EQ(window_share(256 * kMiB, 3000000, 512 * kMiB, 12000000), 64 * kMiB);
}

TEST(WindowShare, LeavesEveryoneTheLeast) {
  EXPECT_EQ(window_share(16 * kMiB, 1000, 272 * kMiB, 20000000), 16 * kMiB);
}

}  // namespace
}  // namespace magnetar::streaming
