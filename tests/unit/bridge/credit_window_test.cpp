#include "bridge/credit_window.h"

#include <gtest/gtest.h>

namespace magnetar::bridge {
namespace {

TEST(CreditWindow, LetsOneMebibyteBeOnItsWay) {
  CreditWindow window;
  EXPECT_EQ(window.room(), 1048576U);
  window.sent(1'000'000);
  EXPECT_EQ(window.room(), 48576U);
  EXPECT_TRUE(window.acknowledged(400'000));
  EXPECT_EQ(window.room(), 448576U);
}

TEST(CreditWindow, BelievesNoMoreThanWasSent) {
  CreditWindow window;
  window.sent(10);
  EXPECT_FALSE(window.acknowledged(11));
  EXPECT_TRUE(window.acknowledged(10));
  EXPECT_FALSE(window.acknowledged(1));
}

}  // namespace
}  // namespace magnetar::bridge
