#include "streaming/scheduler.h"

#include <gtest/gtest.h>

#include <map>

#include "support/fake_clock.h"

namespace magnetar::streaming {
namespace {

using namespace std::chrono_literals;

constexpr std::int64_t kMiB = 1048576;

// Keeps the priorities as libtorrent would, and how often it was asked.
class FakeSwarm final : public PieceRequests {
 public:
  void request(std::span<const PieceRequest> changes) override {
    EXPECT_FALSE(changes.empty());
    ++calls;
    for (const auto& change : changes) {
      EXPECT_NE(at(change.piece.value), change.priority)
          << "piece " << change.piece.value << " did not change";
      priorities[change.piece.value] = change.priority;
    }
  }
  [[nodiscard]] int at(std::int32_t piece) const {
    const auto found = priorities.find(piece);
    return found == priorities.end() ? 0 : found->second;
  }
  [[nodiscard]] bool wants_nothing() const {
    for (const auto& [piece, priority] : priorities) {
      if (priority != 0) return false;
    }
    return true;
  }

  std::map<std::int32_t, int> priorities;
  int calls = 0;
};

class SchedulerTest : public testing::Test {
 protected:
  static constexpr base::ByteRange kFile{10 * kMiB, 90 * kMiB};

  void play(ReaderId reader, std::int64_t position) {
    scheduler.move(reader, position);
    scheduler.move(reader, position + 262144);
  }

  FakeSwarm swarm;
  tests::FakeClock clock;
  Scheduler scheduler{Layout{100 * kMiB, kMiB}, swarm, clock};
};

TEST_F(SchedulerTest, WantsNothingWithoutReaders) {
  EXPECT_EQ(swarm.calls, 0);
}

TEST_F(SchedulerTest, AReaderMakesTheRestOfItsFileWantedSomeDayAndOtherFilesNot) {
  static_cast<void>(scheduler.open(kFile, kFile.begin));
  EXPECT_EQ(swarm.at(9), 0);
  EXPECT_EQ(swarm.at(10), 7);
  EXPECT_EQ(swarm.at(89), 1);
  EXPECT_EQ(swarm.at(90), 0);
}

TEST_F(SchedulerTest, ASeekMovesTheUrgentPiecesAndLetsTheOldOnesGo) {
  const auto reader = scheduler.open(kFile, kFile.begin);
  play(reader, kFile.begin);
  play(reader, 60 * kMiB);
  EXPECT_EQ(swarm.at(60), 7);
  EXPECT_EQ(swarm.at(10), 1);
  EXPECT_EQ(swarm.at(20), 1);
}

TEST_F(SchedulerTest, TellsOnlyDifferencesAndNothingWithinOnePiece) {
  const auto reader = scheduler.open(kFile, kFile.begin);
  play(reader, kFile.begin);
  const int calls = swarm.calls;
  scheduler.move(reader, kFile.begin + 262144 + 1000);
  scheduler.move(reader, kFile.begin + 262144 + 500000);
  EXPECT_EQ(swarm.calls, calls);
  scheduler.move(reader, kFile.begin + kMiB);
  EXPECT_EQ(swarm.calls, calls + 1);
}

TEST_F(SchedulerTest, AClosedReaderKeepsItsWindowForAWhileAndThenGivesItBack) {
  const auto reader = scheduler.open(kFile, kFile.begin);
  scheduler.close(reader);
  EXPECT_EQ(scheduler.open_readers(), 0U);
  EXPECT_TRUE(scheduler.lingering());
  clock.advance(7s);
  scheduler.tick();
  EXPECT_EQ(swarm.at(10), 7);
  clock.advance(1s);
  scheduler.tick();
  EXPECT_TRUE(swarm.wants_nothing());
  EXPECT_FALSE(scheduler.lingering());
}

TEST_F(SchedulerTest, AClosedReaderDoesNotCompeteWithAnOpenOne) {
  const auto before_the_seek = scheduler.open(kFile, kFile.begin);
  play(before_the_seek, kFile.begin);
  scheduler.close(before_the_seek);
  static_cast<void>(scheduler.open(kFile, 60 * kMiB));
  EXPECT_EQ(swarm.at(10), 1);
  EXPECT_EQ(swarm.at(60), 7);
}

TEST_F(SchedulerTest, TwoReadersGetTheirUrgentPiecesBoth) {
  static_cast<void>(scheduler.open(kFile, 20 * kMiB));
  static_cast<void>(scheduler.open(kFile, 70 * kMiB));
  EXPECT_EQ(swarm.at(20), 7);
  EXPECT_EQ(swarm.at(70), 7);
  EXPECT_EQ(scheduler.open_readers(), 2U);
}

TEST_F(SchedulerTest, SelectedFilesAreWantedWithoutAReader) {
  scheduler.select({{0, 10 * kMiB}});
  EXPECT_EQ(swarm.at(0), 1);
  EXPECT_EQ(swarm.at(9), 1);
  EXPECT_EQ(swarm.at(10), 0);
  scheduler.select({});
  EXPECT_TRUE(swarm.wants_nothing());
}

TEST_F(SchedulerTest, NamesEachWantedFileOnce) {
  scheduler.select({kFile});
  static_cast<void>(scheduler.open(kFile, kFile.begin));
  EXPECT_EQ(scheduler.wanted_files(), std::vector<base::ByteRange>{kFile});
}

TEST_F(SchedulerTest, UnknownReadersAreIgnored) {
  scheduler.move(ReaderId{99}, 0);
  scheduler.close(ReaderId{99});
  EXPECT_EQ(swarm.calls, 0);
}

TEST(SchedulerOfAnEmptyTorrent, ServesAFileWithoutBytes) {
  FakeSwarm swarm;
  const tests::FakeClock clock;
  Scheduler scheduler{Layout{0, 16384}, swarm, clock};
  scheduler.close(scheduler.open({0, 0}, 0));
  EXPECT_EQ(swarm.calls, 0);
}

}  // namespace
}  // namespace magnetar::streaming
