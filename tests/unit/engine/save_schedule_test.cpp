#include "engine/save_schedule.h"

#include <gtest/gtest.h>

#include <vector>

namespace magnetar::engine {
namespace {

/// One timer, which fires on the test's command.
class FakeTimers final : public base::Timers {
 public:
  std::unique_ptr<base::Timer> after(base::Duration, std::function<void()> fire) override {
    fire_ = std::move(fire);
    return std::make_unique<base::Timer>();
  }
  std::unique_ptr<base::Timer> every(base::Duration, std::function<void()>) override { return nullptr; }
  void period() {
    if (const auto fire = std::exchange(fire_, nullptr)) fire();
  }

 private:
  std::function<void()> fire_;
};

class SaveScheduleTest : public testing::Test {
 protected:
  int saves_in(int periods) {
    saved_ = 0;
    for (int i = 0; i < periods; ++i) timers_.period();
    return saved_;
  }

  const base::TorrentId id_{"a"};
  int saved_ = 0;
  FakeTimers timers_;
  SaveSchedule schedule_{timers_, std::chrono::seconds(1), [this](const base::TorrentId&) { ++saved_; }};
};

TEST_F(SaveScheduleTest, WhatChangedOftenIsSavedOncePerPeriod) {
  for (int i = 0; i < 100; ++i) schedule_.changed(id_, 16384);
  EXPECT_EQ(saves_in(1), 1);
  EXPECT_EQ(saves_in(5), 0);
}

TEST_F(SaveScheduleTest, LargeResumeDataIsSavedWhenTwentyTimesItsSizeHasArrived) {
  schedule_.saved(id_, 1'000'000);
  int saves = 0;
  for (int second = 0; second < 60; ++second) {
    schedule_.changed(id_, 3'000'000);
    saves += saves_in(1);
  }
  EXPECT_EQ(saves, 8) << "at 3 MB/s, 20 MB take 7 s";
}

TEST_F(SaveScheduleTest, LargeResumeDataIsSavedAfterAMinuteHoweverLittleHasArrived) {
  schedule_.saved(id_, 1'000'000);
  schedule_.changed(id_, 1000);
  EXPECT_EQ(saves_in(59), 0);
  EXPECT_EQ(saves_in(1), 1);
}

TEST_F(SaveScheduleTest, WhatWasSavedForAnotherReasonIsNotSavedAgain) {
  schedule_.changed(id_, 1000);
  schedule_.forget(id_);
  EXPECT_EQ(saves_in(60), 0);
}

}  // namespace
}  // namespace magnetar::engine
