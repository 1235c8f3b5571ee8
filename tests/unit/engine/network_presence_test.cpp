#include "engine/network_presence.h"

#include <gtest/gtest.h>

#include <vector>

namespace magnetar::engine {
namespace {

/// One timer at a time, which fires on the test's command.
class HandTimers final : public base::Timers {
 public:
  std::unique_ptr<base::Timer> after(base::Duration delay, std::function<void()> fire) override {
    last_delay = delay;
    pending = std::make_shared<std::function<void()>>(std::move(fire));
    return std::make_unique<Handle>(pending);
  }
  std::unique_ptr<base::Timer> every(base::Duration, std::function<void()>) override { return nullptr; }
  /// Fires unless it was cancelled.
  void fire() {
    if (pending && pending.use_count() > 1) (*pending)();
  }

  base::Duration last_delay{};
  std::shared_ptr<std::function<void()>> pending;

 private:
  struct Handle final : base::Timer {
    explicit Handle(std::shared_ptr<std::function<void()>> fire) : held(std::move(fire)) {}
    std::shared_ptr<std::function<void()>> held;
  };
};

class NetworkPresenceTest : public ::testing::Test {
 protected:
  const base::TorrentId film_{"film"};
  const base::TorrentId other_{"other"};
  HandTimers timers_;
  std::vector<bool> told_;
  NetworkPresence presence_{timers_, [this] { told_.push_back(presence_.present()); }};
};

TEST_F(NetworkPresenceTest, BeginsWithTheFirstTorrentThatIsNotPaused) {
  EXPECT_FALSE(presence_.present());
  presence_.leave(film_);
  EXPECT_TRUE(told_.empty());
  presence_.join(film_);
  presence_.join(other_);
  EXPECT_EQ(told_, std::vector<bool>{true});
}

TEST_F(NetworkPresenceTest, EndsAWhileAfterTheLastIsPausedOrGone) {
  presence_.join(film_);
  presence_.join(other_);
  presence_.leave(film_);
  timers_.fire();
  EXPECT_TRUE(presence_.present());
  presence_.leave(other_);
  EXPECT_TRUE(presence_.present());
  EXPECT_EQ(timers_.last_delay, std::chrono::seconds(5));
  timers_.fire();
  EXPECT_FALSE(presence_.present());
  EXPECT_EQ(told_, (std::vector<bool>{true, false}));
}

TEST_F(NetworkPresenceTest, StaysWhenATorrentGoesOnInTime) {
  presence_.join(film_);
  presence_.leave(film_);
  presence_.join(film_);
  timers_.fire();
  EXPECT_TRUE(presence_.present());
  EXPECT_EQ(told_, std::vector<bool>{true});
}

}  // namespace
}  // namespace magnetar::engine
