#include "messaging/channel_budget.h"

#include <gtest/gtest.h>

#include <optional>
#include <vector>

namespace magnetar::messaging {
namespace {

/// A channel that frees all its bytes when it gives way.
class Holder {
 public:
  explicit Holder(const std::shared_ptr<ChannelBudget>& budget)
      : share_(budget, [this] {
          gave_way = true;
          share_.hold(0);
        }) {}
  void hold(std::size_t bytes) { share_.hold(bytes); }

  bool gave_way = false;

 private:
  ChannelBudget::Share share_;
};

TEST(ChannelBudget, TheLargestGivesWayWhenAllTogetherHoldTooMuch) {
  const auto budget = std::make_shared<ChannelBudget>(100);
  Holder silent(budget);
  Holder busy(budget);
  silent.hold(70);
  busy.hold(30);
  EXPECT_FALSE(silent.gave_way);
  busy.hold(31);
  EXPECT_TRUE(silent.gave_way);
  EXPECT_FALSE(busy.gave_way);
  EXPECT_EQ(budget->held(), 31U);
}

TEST(ChannelBudget, TheOneThatAsksGivesWayWhenItHoldsMost) {
  const auto budget = std::make_shared<ChannelBudget>(100);
  Holder small(budget);
  Holder greedy(budget);
  small.hold(40);
  greedy.hold(61);
  EXPECT_TRUE(greedy.gave_way);
  EXPECT_FALSE(small.gave_way);
}

TEST(ChannelBudget, SeveralGiveWayUntilTheLimitHolds) {
  const auto budget = std::make_shared<ChannelBudget>(100);
  std::vector<std::unique_ptr<Holder>> holders;
  for (int i = 0; i < 5; ++i) holders.push_back(std::make_unique<Holder>(budget));
  for (const auto& holder : holders) holder->hold(20);
  Holder last(budget);
  last.hold(19);
  EXPECT_LE(budget->held(), 100U);
  EXPECT_FALSE(last.gave_way);
}

TEST(ChannelBudget, WhatIsGoneHoldsNothing) {
  const auto budget = std::make_shared<ChannelBudget>(100);
  std::optional<Holder> gone(std::in_place, budget);
  gone->hold(90);
  gone.reset();
  Holder next(budget);
  next.hold(90);
  EXPECT_EQ(budget->held(), 90U);
  EXPECT_FALSE(next.gave_way);
}

}  // namespace
}  // namespace magnetar::messaging
