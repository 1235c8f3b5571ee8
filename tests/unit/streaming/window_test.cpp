#include "streaming/window.h"

#include <gtest/gtest.h>

#include <tuple>

namespace magnetar::streaming {
namespace {

constexpr std::int64_t kMiB = 1048576;

using WindowCase = std::tuple<std::int64_t, Speed, WindowSizes>;  // piece length, speed, expected

class WindowSizesTable : public testing::TestWithParam<WindowCase> {};

TEST_P(WindowSizesTable, FollowPieceLengthBitrateAndSwarm) {
  const auto& [piece_length, speed, expected] = GetParam();
  EXPECT_EQ(window_sizes({1000 * kMiB, piece_length}, speed), expected);
}

INSTANTIATE_TEST_SUITE_P(Table, WindowSizesTable,
                         testing::Values(
                             // Nothing known: 8 Mbit/s are assumed, so 2 s are 2 MB and 30 s are 30 MB.
                             WindowCase{262144, {0, 0}, {2000000, 30000000}},
                             // Two pieces are more than two seconds.
                             WindowCase{4 * kMiB, {0, 0}, {8 * kMiB, 30000000}},
                             // Half a second of a fast swarm is more than both.
                             WindowCase{262144, {0, 20000000}, {10000000, 30000000}},
                             // A thin stream still gets 16 MiB, a fat one no more than 256 MiB.
                             WindowCase{262144, {100000, 0}, {524288, 16 * kMiB}},
                             WindowCase{262144, {12000000, 0}, {24000000, 256 * kMiB}}));

Plan plan_of(const Reader& reader, const Layout& layout) {
  Plan plan(layout);
  want_ahead(reader, layout, {1000000, 0}, plan);
  return plan;
}

TEST(WantAhead, AProbingReaderWantsOnlyItsUrgentPieces) {
  const Layout layout{100 * kMiB, kMiB};
  const auto plan = plan_of(Reader({0, 100 * kMiB}, 10 * kMiB), layout);
  EXPECT_EQ(plan.at(base::PieceIndex{9}), 0);
  EXPECT_EQ(plan.at(base::PieceIndex{10}), 7);
  EXPECT_EQ(plan.at(base::PieceIndex{11}), 7);
  EXPECT_EQ(plan.at(base::PieceIndex{12}), 0);
}

TEST(WantAhead, APlayingReaderWantsAGradedWindow) {
  const Layout layout{100 * kMiB, kMiB};
  Reader reader({0, 100 * kMiB}, 10 * kMiB);
  reader.move(10 * kMiB + 262144);
  const auto plan = plan_of(reader, layout);
  EXPECT_EQ(plan.at(base::PieceIndex{9}), 0);
  EXPECT_EQ(plan.at(base::PieceIndex{10}), 7);
  EXPECT_EQ(plan.at(base::PieceIndex{12}), 7);
  EXPECT_EQ(plan.at(base::PieceIndex{15}), 6);
  EXPECT_EQ(plan.at(base::PieceIndex{25}), 5);
  EXPECT_EQ(plan.at(base::PieceIndex{38}), 4);
  EXPECT_EQ(plan.at(base::PieceIndex{45}), 0);
}

TEST(WantAhead, NothingBeyondTheEndOfTheFileIsWanted) {
  const Layout layout{100 * kMiB, kMiB};
  Reader reader({2 * kMiB, 20 * kMiB}, 18 * kMiB);
  reader.move(18 * kMiB + 262144);
  const auto plan = plan_of(reader, layout);
  EXPECT_EQ(plan.at(base::PieceIndex{19}), 7);
  EXPECT_EQ(plan.at(base::PieceIndex{20}), 0);
}

TEST(Plan, PiecesBeyondTheLastAreLeftOut) {
  Plan plan(Layout{3 * kMiB, kMiB});
  plan.raise({base::PieceIndex{2}, base::PieceIndex{9}}, 7);
  EXPECT_EQ(plan.at(base::PieceIndex{2}), 7);
}

TEST(Reader, ASeekMakesAPlayingReaderProbeAgain) {
  Reader reader({0, 100 * kMiB}, 0);
  EXPECT_TRUE(reader.probing());
  reader.move(262144);
  EXPECT_FALSE(reader.probing());
  reader.move(50 * kMiB);
  EXPECT_TRUE(reader.probing());
  reader.move(50 * kMiB + 262144);
  EXPECT_FALSE(reader.probing());
  reader.move(40 * kMiB);
  EXPECT_TRUE(reader.probing());
}

}  // namespace
}  // namespace magnetar::streaming
