#include "base/cancel_token.h"

#include <gtest/gtest.h>

#include <condition_variable>
#include <mutex>
#include <thread>

namespace magnetar::base {
namespace {

TEST(CancelToken, WakesEveryoneOnce) {
  CancelToken token;
  int first = 0;
  int second = 0;
  const auto a = token.on_cancel([&] { ++first; });
  const auto b = token.on_cancel([&] { ++second; });
  EXPECT_FALSE(token.cancelled());
  token.cancel();
  token.cancel();
  EXPECT_TRUE(token.cancelled());
  EXPECT_EQ(first, 1);
  EXPECT_EQ(second, 1);
}

TEST(CancelToken, WakesALateComerAtOnce) {
  CancelToken token;
  token.cancel();
  int woken = 0;
  const auto handle = token.on_cancel([&] { ++woken; });
  EXPECT_EQ(woken, 1);
}

TEST(CancelToken, ForgetsAWakeUpWhoseHandleIsGone) {
  CancelToken token;
  int woken = 0;
  token.on_cancel([&] { ++woken; }).reset();
  token.cancel();
  EXPECT_EQ(woken, 0);
}

TEST(CancelToken, LetsAWakeUpRegisterAndDropHandles) {
  CancelToken token;
  int woken = 0;
  std::shared_ptr<void> inner;
  const auto outer = token.on_cancel([&] { inner = token.on_cancel([&] { ++woken; }); });
  token.cancel();
  EXPECT_EQ(woken, 1);
}

TEST(CancelToken, EndsTheWaitingOfAnotherThread) {
  CancelToken token;
  std::mutex mutex;
  std::condition_variable changed;
  bool woken = false;
  const auto handle = token.on_cancel([&] {
    const std::lock_guard lock(mutex);
    woken = true;
    changed.notify_all();
  });
  std::jthread canceller([&] { token.cancel(); });
  std::unique_lock lock(mutex);
  EXPECT_TRUE(changed.wait_for(lock, std::chrono::seconds(20), [&] { return woken; }));
}

}  // namespace
}  // namespace magnetar::base
