#pragma once
// A torrent of 400 pieces of 1 MiB with a film of 8 Mbit/s between 10 and 390 MiB, unless a test says
// otherwise.

#include <gtest/gtest.h>

#include <string>

#include "fake_swarm.h"
#include "streaming/scheduler.h"
#include "support/fake_clock.h"

namespace magnetar::streaming {

using namespace std::chrono_literals;

inline constexpr std::int64_t kMiB = 1048576;
inline const ViewerId ann_viewer{"ann"};
inline const ViewerId bob_viewer{"bob"};
inline const ViewerId unknown_viewer{};

class SchedulerTest : public testing::Test {
 protected:
  static constexpr base::ByteRange kFile{10 * kMiB, 390 * kMiB};

  explicit SchedulerTest(Layout layout = {400 * kMiB, kMiB}) : scheduler(layout, swarm, clock) {}

  /// Reads 256 KiB in a row from a position.
  void play(CursorId cursor, std::int64_t position) {
    scheduler.move(cursor, position);
    scheduler.move(cursor, position + 262144);
  }
  /// A viewer that has read 256 KiB from `position`.
  CursorId playing(const ViewerId& viewer, std::int64_t position) {
    const auto cursor = scheduler.open(viewer, kFile, position);
    play(cursor, position);
    return cursor;
  }
  void arrive(std::int32_t piece) {
    swarm.here.insert(piece);
    const base::PieceIndex arrived{piece};
    scheduler.pieces_arrived({&arrived, 1});
  }
  void arrive(std::int32_t begin, std::int32_t end) {
    for (auto piece = begin; piece < end; ++piece) arrive(piece);
  }
  void pass(base::Duration time) {
    for (base::Duration passed{0}; passed < time; passed += 250ms) {
      clock.advance(250ms);
      scheduler.tick();
    }
  }
  [[nodiscard]] ViewerStats stats_of(const ViewerId& viewer) const {
    for (const auto& stats : scheduler.stats().viewers) {
      if (stats.viewer == viewer) return stats;
    }
    ADD_FAILURE() << "no viewer " << viewer.value;
    return {};
  }

  FakeSwarm swarm;
  tests::FakeClock clock;
  Scheduler scheduler;
};

}  // namespace magnetar::streaming
