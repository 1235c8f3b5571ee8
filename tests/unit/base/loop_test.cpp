#include "base/loop.h"

#include <gtest/gtest.h>

#include <chrono>
#include <optional>
#include <thread>
#include <vector>

#include "support/run_loop.h"

namespace magnetar::base {
namespace {

using namespace std::chrono_literals;
using tests::run_until;

TEST(Loop, RunsPostedWorkInOrderAndThenStops) {
  Loop loop;
  std::vector<int> order;
  for (int i = 0; i < 3; ++i) loop.post([&order, i] { order.push_back(i); });
  loop.post([&loop] { loop.stop(); });
  loop.run();
  EXPECT_EQ(order, (std::vector{0, 1, 2}));
}

TEST(Loop, KnowsItsOwnThread) {
  Loop loop;
  EXPECT_FALSE(loop.in_loop());
  bool inside = false;
  std::optional<bool> elsewhere;
  loop.post([&] {
    inside = loop.in_loop();
    std::jthread([&] { elsewhere = loop.in_loop(); }).join();
    loop.stop();
  });
  loop.run();
  EXPECT_TRUE(inside);
  EXPECT_EQ(elsewhere, false);
  EXPECT_FALSE(loop.in_loop());
}

TEST(Loop, AdmitsItsOwnThreadAloneWhileItRuns) {
  Loop loop;
  EXPECT_TRUE(loop.admits_caller());
  bool inside = false;
  bool elsewhere = true;
  loop.post([&] {
    inside = loop.admits_caller();
    std::jthread([&] { elsewhere = loop.admits_caller(); }).join();
    loop.stop();
  });
  loop.run();
  EXPECT_TRUE(inside);
  EXPECT_FALSE(elsewhere);
  EXPECT_TRUE(loop.admits_caller());
}

TEST(LoopDeathTest, EndsABuildWithAssertionsThatStartsATimerOnAnotherThread) {
#ifdef NDEBUG
  GTEST_SKIP() << "built without assertions";
#else
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  EXPECT_DEATH(
      {
        Loop loop;
        loop.post([&loop] {
          std::jthread([&loop] { static_cast<void>(loop.after(1s, [] {})); }).join();
          loop.stop();
        });
        loop.run();
      },
      "admits_caller");
#endif
}

TEST(Loop, TakesWorkFromOtherThreadsWhileItRuns) {
  Loop loop;
  int sum = 0;
  std::jthread other([&] {
    for (int i = 1; i <= 100; ++i) loop.post([&sum, i] { sum += i; });
    loop.post([&loop] { loop.stop(); });
  });
  loop.run();
  EXPECT_EQ(sum, 5050);
}

TEST(Loop, FiresATimerOnceAndNotBeforeItsTime) {
  Loop loop;
  int fired = 0;
  const auto start = std::chrono::steady_clock::now();
  const auto timer = loop.after(20ms, [&] { ++fired; });
  const auto later = loop.after(60ms, [&] { loop.stop(); });
  loop.run();
  EXPECT_EQ(fired, 1);
  EXPECT_GE(std::chrono::steady_clock::now() - start, 60ms);
}

TEST(Loop, RepeatsATimerUntilItIsDestroyed) {
  Loop loop;
  int fired = 0;
  std::unique_ptr<Timer> timer;
  timer = loop.every(1ms, [&] {
    if (++fired == 3) timer.reset();
  });
  ASSERT_TRUE(run_until(loop, [&] { return fired == 3; }));
  bool after = false;
  const auto later = loop.after(20ms, [&] { after = true; });
  ASSERT_TRUE(run_until(loop, [&] { return after; }));
  EXPECT_EQ(fired, 3);
}

TEST(Loop, DoesNotFireADestroyedTimerThatWasAlreadyDue) {
  Loop loop;
  int fired = 0;
  auto second = loop.after(1ms, [&] { ++fired; });
  bool first_ran = false;
  const auto first = loop.after(0ms, [&] {
    const auto end = std::chrono::steady_clock::now() + 5ms;
    while (std::chrono::steady_clock::now() < end) {
    }
    second.reset();
    first_ran = true;
  });
  ASSERT_TRUE(run_until(loop, [&] { return first_ran; }));
  tests::run_ready(loop);
  EXPECT_EQ(fired, 0);
}

}  // namespace
}  // namespace magnetar::base
