#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "streaming/consumption.h"
#include "streaming/file_facts.h"
#include "streaming/pacer.h"
#include "streaming/swarm_rate.h"

namespace magnetar::streaming {
namespace {

using namespace std::chrono_literals;

constexpr base::TimePoint kStart{};
constexpr std::int64_t kMiB = 1048576;

class ConsumptionTest : public testing::Test {
 protected:
  void stretch(std::int64_t bytes, bool waiting = false) {
    for (int second = 0; second < 4; ++second) {
      now += 1s;
      if (bytes > 0) consumption.read(bytes / 4, now);
    }
    consumption.advance(now, waiting);
  }
  base::TimePoint now = kStart;
  Consumption consumption{kStart};
};

TEST_F(ConsumptionTest, GuessesEightMegabitFirst) {
  EXPECT_EQ(consumption.bitrate(), 1000000);
}

TEST_F(ConsumptionTest, LearnsTheBitrateFromASteadyReader) {
  for (int i = 0; i < 30; ++i) stretch(1200000);
  EXPECT_NEAR(static_cast<double>(consumption.bitrate()), 300000, 1000);
  for (int i = 0; i < 30; ++i) stretch(12000000);
  EXPECT_NEAR(static_cast<double>(consumption.bitrate()), 3000000, 10000);
}

TEST_F(ConsumptionTest, AStretchWithAWaitSaysNothing) {
  stretch(400000, true);
  EXPECT_EQ(consumption.bitrate(), 1000000);
  EXPECT_EQ(consumption.rate(), 100000);
}

TEST_F(ConsumptionTest, APauseSaysNothing) {
  for (int i = 0; i < 10; ++i) stretch(0);
  EXPECT_EQ(consumption.bitrate(), 1000000);
  EXPECT_EQ(consumption.rate(), 0);
}

TEST_F(ConsumptionTest, AStretchWithAPauseSaysNothing) {
  consumption.read(100000, now + 500ms);
  now += 4s;
  consumption.advance(now, false);
  EXPECT_EQ(consumption.bitrate(), 1000000);
}

TEST_F(ConsumptionTest, ABurstCountsForTwiceTheEstimate) {
  stretch(400000000);
  EXPECT_EQ(consumption.bitrate(), 1250000);
}

TEST(SwarmRate, FollowsTheMeasuredRateWhileNothingHoldsItBack) {
  SwarmRate rate;
  rate.take(4000000, false, kStart + 1s);
  EXPECT_EQ(rate.possible(), 4000000);
  for (int i = 2; i < 60; ++i) rate.take(1000000, false, kStart + std::chrono::seconds(i));
  EXPECT_NEAR(static_cast<double>(rate.possible()), 1000000, 250000);
  EXPECT_EQ(rate.now(), 1000000);
}

TEST(SwarmRate, ALimitedDownloadOnlyRaisesIt) {
  SwarmRate rate;
  rate.take(4000000, false, kStart + 1s);
  rate.take(1300000, true, kStart + 60s);
  EXPECT_EQ(rate.possible(), 4000000);
  rate.take(6000000, true, kStart + 61s);
  EXPECT_EQ(rate.possible(), 6000000);
}

TEST(SwarmRate, SmallChangesAreNotPublished) {
  SwarmRate rate;
  rate.take(1000000, false, kStart + 1s);
  rate.take(1190000, false, kStart + 2s);
  EXPECT_EQ(rate.possible(), 1000000);
  rate.take(1210000, false, kStart + 3s);
  EXPECT_EQ(rate.possible(), 1210000);
}

class PacerTest : public testing::Test {
 protected:
  std::int64_t at(double fullness) {
    supply.fullness = fullness;
    pacer.look(supply);
    pacer.choose(supply);
    return pacer.limit();
  }
  Supply supply{0, 1000000, true, false, false};
  Pacer pacer;
};

TEST_F(PacerTest, LimitsFrom80PercentUntilBelow50) {
  EXPECT_EQ(at(0.79), 0);
  EXPECT_EQ(at(0.8), 1300000);
  EXPECT_EQ(at(0.5), 1300000);
  EXPECT_EQ(at(0.49), 0);
  EXPECT_EQ(at(0.79), 0);
  EXPECT_EQ(at(1), 1300000);
}

TEST_F(PacerTest, AThinStreamStillGets256KiBPerSecond) {
  supply.bitrates = 10000;
  EXPECT_EQ(at(1), 262144);
}

TEST_F(PacerTest, SomebodyInNeedLiftsTheLimitWhileItLasts) {
  EXPECT_EQ(at(1), 1300000);
  supply.needed = true;
  EXPECT_EQ(at(0.7), 0);
  supply.needed = false;
  EXPECT_EQ(at(0.7), 1300000);
}

TEST_F(PacerTest, NobodyWatchingMeansNoLimit) {
  EXPECT_EQ(at(1), 1300000);
  supply.watched = false;
  EXPECT_EQ(at(1), 0);
}

TEST_F(PacerTest, SmallChangesOfTheBitrateAreNotTold) {
  EXPECT_EQ(at(1), 1300000);
  supply.bitrates = 1050000;
  EXPECT_FALSE(pacer.choose(supply));
  supply.bitrates = 1200000;
  EXPECT_TRUE(pacer.choose(supply));
  EXPECT_EQ(pacer.limit(), 1560000);
}

TEST_F(PacerTest, TheFarPieceOnlyTrickles) {
  supply.nothing_but_far = true;
  EXPECT_EQ(at(1), 16384);
}

constexpr base::ByteRange kFile{10, 10 + 100 * kMiB};

TEST(FileFacts, ABitrateIsSizeOverDuration) {
  FileFacts facts;
  EXPECT_EQ(facts.bitrate(kFile), std::nullopt);
  facts.set_duration(kFile, 100);
  EXPECT_EQ(facts.bitrate(kFile), kMiB);
}

TEST(FileFacts, DurationsThatCannotBeAreIgnored) {
  FileFacts facts;
  for (const double seconds : {0.0, -5.0, 0.5, std::nan(""), std::numeric_limits<double>::infinity()}) {
    facts.set_duration(kFile, seconds);
  }
  facts.set_duration({0, 0}, 100);
  facts.set_duration({0, std::int64_t{1} << 50}, 1);
  EXPECT_EQ(facts.bitrate(kFile), std::nullopt);
  EXPECT_EQ(facts.bitrate({0, std::int64_t{1} << 50}), std::nullopt);
  facts.set_duration(kFile, 1e300);
  EXPECT_EQ(facts.bitrate(kFile), 2048);
}

TEST(FileFacts, AnIndexMovesToItsPlaceInTheTorrent) {
  FileFacts facts;
  facts.set_index(kFile, {{100, 200}});
  EXPECT_EQ(facts.index(kFile), (std::vector<base::ByteRange>{{110, 210}}));
  EXPECT_TRUE(facts.index({0, 5}).empty());
  facts.set_index(kFile, {});
  EXPECT_TRUE(facts.index(kFile).empty());
}

TEST(FileFacts, IndexRangesThatLeaveTheFileOrAreTooLargeAreLeftOut) {
  FileFacts facts;
  facts.set_index(
      kFile, {{-1, 5}, {5, 5}, {9, 3}, {0, 65 * kMiB}, {0, 100 * kMiB + 1}, {0, 60 * kMiB}, {0, 5 * kMiB}});
  EXPECT_EQ(facts.index(kFile), (std::vector<base::ByteRange>{{10, 10 + 60 * kMiB}}));
}

}  // namespace
}  // namespace magnetar::streaming
