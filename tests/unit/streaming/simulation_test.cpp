// The scheduler in a simulated swarm: its effect on viewers. All in virtual time, the same on every run.

#include <gtest/gtest.h>

#include <memory>
#include <tuple>

#include "simulated_swarm.h"
#include "streaming/scheduler.h"

namespace magnetar::streaming {
namespace {

using namespace std::chrono_literals;

constexpr std::int64_t kMiB = 1048576;
constexpr std::int64_t kBitrate = 1000000;

struct World {
  World(Layout shape, std::vector<SimulatedPeer> peers, std::uint32_t seed)
      : layout(shape), swarm(time, shape, std::move(peers), seed), scheduler(shape, swarm, time.clock) {
    swarm.on_piece = [this](base::PieceIndex piece) { scheduler.pieces_arrived({&piece, 1}); };
    time.every(250ms, [this] {
      if (scheduler.active()) scheduler.tick();
    });
    time.every(500ms, [this] { scheduler.set_rate(swarm.rate()); });
  }
  std::unique_ptr<SimulatedPlayer> player(const ViewerId& id, base::ByteRange file,
                                          std::int64_t bitrate = kBitrate) {
    scheduler.set_duration(file, static_cast<double>(file.size()) / static_cast<double>(bitrate));
    return std::make_unique<SimulatedPlayer>(time, scheduler, swarm, layout, id, file, bitrate);
  }
  [[nodiscard]] int stalls() const {
    int stalls = 0;
    for (const auto& viewer : scheduler.stats().viewers) stalls += viewer.stalls;
    return stalls;
  }

  Layout layout;
  VirtualTime time;
  SimulatedSwarm swarm;
  Scheduler scheduler;
};

std::vector<SimulatedPeer> even(int count, std::int64_t together) {
  return std::vector<SimulatedPeer>(static_cast<std::size_t>(count), SimulatedPeer{together / count});
}

class Playback : public testing::TestWithParam<std::tuple<std::int64_t, std::uint32_t>> {};

TEST_P(Playback, NeverStallsAtOneAndAQuarterOfTheBitrateAndFetchesNothingTwice) {
  const auto [piece_length, seed] = GetParam();
  World world({100 * kMiB, piece_length}, even(6, kBitrate * 5 / 4), seed);
  const auto player = world.player({"ann"}, {0, 100 * kMiB});
  world.time.run(180s);
  EXPECT_TRUE(player->ended());
  EXPECT_EQ(player->stalls, 0);
  EXPECT_EQ(world.stalls(), 0);
  EXPECT_EQ(world.swarm.received_twice, 0);
  EXPECT_EQ(world.swarm.received, 100 * kMiB);
}

INSTANTIATE_TEST_SUITE_P(PieceLengths, Playback,
                         testing::Combine(testing::Values(kMiB / 4, kMiB, 4 * kMiB, 16 * kMiB),
                                          testing::Values(1U, 2U, 3U)));

TEST(Simulation, TwoSlowPeersAmongFastOnesDoNotStallPlayback) {
  auto peers = even(3, kBitrate * 23 / 20);
  peers.push_back({50000});
  peers.push_back({50000});
  World world({100 * kMiB, kMiB}, peers, 1);
  const auto player = world.player({"ann"}, {0, 100 * kMiB});
  world.time.run(180s);
  EXPECT_TRUE(player->ended());
  EXPECT_EQ(player->stalls, 0);
}

TEST(Simulation, AFilmAtAnOddPlacePlays) {
  World world({60 * kMiB + 12345, kMiB}, even(4, kBitrate * 5 / 4), 1);
  const auto player = world.player({"ann"}, {7 * kMiB + 777, 50 * kMiB + 1});
  world.time.run(120s);
  EXPECT_TRUE(player->ended());
  EXPECT_EQ(player->stalls, 0);
}

TEST(Simulation, ASilentPeerCostsOneShortWait) {
  auto peers = even(4, 4 * kBitrate);
  peers.push_back({kBitrate / 4, true});
  World world({100 * kMiB, kMiB}, peers, 1);
  const auto player = world.player({"ann"}, {0, 100 * kMiB});
  world.time.run(180s);
  EXPECT_TRUE(player->ended());
  EXPECT_GE(world.swarm.hurries, 1);
  EXPECT_LE(player->longest_wait, 4s);
  EXPECT_LE(player->stalls, 2);
}

TEST(Simulation, AFastSwarmIsPacedAndTheRestTrickles) {
  World world({800 * kMiB, kMiB}, even(8, 8 * kBitrate), 1);
  const auto player = world.player({"ann"}, {0, 800 * kMiB});
  world.time.run(60s);
  EXPECT_EQ(player->stalls, 0);
  EXPECT_EQ(world.scheduler.stats().limit, 1300000);
  const auto received = world.swarm.received;
  world.time.run(60s);
  const auto per_second = (world.swarm.received - received) / 60;
  EXPECT_GT(per_second, kBitrate) << "the film and a little more";
  EXPECT_LT(per_second, 3 * kBitrate / 2);
}

TEST(Simulation, ASeekWhilePacedIsAnsweredAlmostAtOnce) {
  World world({800 * kMiB, kMiB}, even(8, 8 * kBitrate), 1);
  const auto player = world.player({"ann"}, {0, 800 * kMiB});
  world.time.run(30s);
  for (const std::int64_t place : {500, 300, 650, 200, 720}) {
    ASSERT_GT(world.scheduler.stats().limit, 0);
    player->seek(place * kMiB);
    world.time.run(20s);
    EXPECT_GT(player->first_byte, 0ms) << place;
    EXPECT_LE(player->first_byte, 600ms) << place;
  }
  EXPECT_EQ(player->stalls, 0);
}

TEST(Simulation, ASeekAtFullRateWaitsForLittleMoreThanTheSocketsOfThePeers) {
  World world({800 * kMiB, kMiB}, even(8, 2 * kBitrate), 1);
  const auto player = world.player({"ann"}, {0, 800 * kMiB});
  world.time.run(4s);
  for (const std::int64_t place : {500, 300, 650, 200, 720}) {
    player->seek(place * kMiB);
    world.time.run(4s);
    EXPECT_GT(player->first_byte, 0ms) << place;
    EXPECT_LE(player->first_byte, 1300ms) << place;
  }
  EXPECT_EQ(world.swarm.received_twice, 0);
}

class HugePieceSeeks : public testing::TestWithParam<std::uint32_t> {};

TEST_P(HugePieceSeeks, DoNotWaitForPiecesThatWereBegunElsewhere) {
  World world({800 * kMiB, 16 * kMiB}, even(8, 8 * kBitrate), GetParam());
  const auto player = world.player({"ann"}, {0, 800 * kMiB});
  world.time.run(3s);
  for (const std::int64_t place : {500, 300, 650, 200, 720, 400}) {
    player->seek(place * kMiB);
    world.time.run(1s);
  }
  world.time.run(9s);
  EXPECT_GT(player->first_byte, 0s);
  EXPECT_LE(player->first_byte, 2900ms) << "16 MiB take 2.1 s";
}

INSTANTIATE_TEST_SUITE_P(Seeds, HugePieceSeeks, testing::Values(1U, 2U, 3U, 4U, 5U, 6U));

TEST(Simulation, TwoViewersBothPlay) {
  World world({400 * kMiB, kMiB}, even(6, kBitrate * 5 / 2), 1);
  const auto ann = world.player({"ann"}, {0, 400 * kMiB});
  world.time.run(5s);
  const auto bob = world.player({"bob"}, {0, 400 * kMiB});
  bob->seek(200 * kMiB);
  world.time.run(3s);
  EXPECT_LE(bob->stalls, 1) << "he starts with one piece in hand";
  const int at_start = bob->stalls;
  world.time.run(90s);
  EXPECT_EQ(ann->stalls, 0);
  EXPECT_EQ(bob->stalls, at_start);
}

TEST(Simulation, APausedViewerGetsItsWindowAndNoMore) {
  World world({400 * kMiB, kMiB}, even(6, 4 * kBitrate), 1);
  world.scheduler.set_only_watched(true);
  const auto player = world.player({"ann"}, {0, 400 * kMiB});
  world.time.run(10s);
  player->pause(true);
  world.time.run(60s);
  const auto received = world.swarm.received;
  EXPECT_LE(received, 80 * kMiB);
  world.time.run(600s);
  EXPECT_LE(world.swarm.received - received, 600 * 20000) << "enough to stay interested";
}

TEST(Simulation, ATorrentWithoutViewersGoesQuiet) {
  World world({400 * kMiB, kMiB}, even(6, 2 * kBitrate), 1);
  const auto player = world.player({"ann"}, {0, 400 * kMiB});
  world.time.run(20s);
  player->leave();
  world.time.run(10s);
  const auto received = world.swarm.received;
  world.time.run(60s);
  EXPECT_EQ(world.swarm.received, received);
}

}  // namespace
}  // namespace magnetar::streaming
