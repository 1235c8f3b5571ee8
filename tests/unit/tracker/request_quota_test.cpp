#include "tracker/request_quota.h"

#include <gtest/gtest.h>

#include "support/fake_clock.h"

namespace magnetar::tracker {
namespace {

using boost::asio::ip::make_address;

int taken(RequestQuota& quota, const char* from, int tries) {
  int count = 0;
  for (int n = 0; n < tries; ++n) count += quota.take(make_address(from)) ? 1 : 0;
  return count;
}

TEST(RequestQuota, LetsTenSecondsWorthThroughAtOnceAndThenItsRate) {
  tests::FakeClock clock;
  RequestQuota quota(5, {1, 2}, clock);
  EXPECT_EQ(taken(quota, "192.0.2.1", 1000), 50);
  clock.advance(std::chrono::seconds(1));
  EXPECT_EQ(taken(quota, "192.0.2.1", 1000), 5);
  clock.advance(std::chrono::milliseconds(100));
  EXPECT_EQ(taken(quota, "192.0.2.1", 1000), 0);
  clock.advance(std::chrono::hours(100));
  EXPECT_EQ(taken(quota, "192.0.2.1", 1000), 50);
}

TEST(RequestQuota, CountsEachAddressByItselfAndASixtyFourAsOne) {
  tests::FakeClock clock;
  RequestQuota quota(1, {1, 2}, clock);
  EXPECT_EQ(taken(quota, "192.0.2.1", 100), 10);
  EXPECT_EQ(taken(quota, "192.0.2.2", 100), 10);
  EXPECT_EQ(taken(quota, "2001:db8:0:1::1", 5), 5);
  EXPECT_EQ(taken(quota, "2001:db8:0:1:ffff::9", 100), 5);
  EXPECT_EQ(taken(quota, "::ffff:192.0.2.1", 100), 0);
}

TEST(RequestQuota, HasNoLimitWithARateOfZero) {
  tests::FakeClock clock;
  RequestQuota quota(0, {1, 2}, clock);
  EXPECT_EQ(taken(quota, "192.0.2.1", 100'000), 100'000);
}

}  // namespace
}  // namespace magnetar::tracker
