#include "tracker/connection_ids.h"

#include <gtest/gtest.h>

#include "support/fake_clock.h"

namespace magnetar::tracker {
namespace {

using std::chrono::seconds;

const auto kHost = boost::asio::ip::make_address("192.0.2.1");

TEST(ConnectionIds, AreGoodForTwoMinutesWheneverTheyAreGiven) {
  tests::FakeClock clock;
  const ConnectionIds ids({1, 2}, clock);
  clock.advance(seconds(1000));
  for (int second = 0; second < 240; second += 7) {
    clock.advance(seconds(7));
    const auto id = ids.give(kHost);
    clock.advance(seconds(120));
    EXPECT_TRUE(ids.good(id, kHost));
    clock.advance(seconds(120));
    EXPECT_FALSE(ids.good(id, kHost));
  }
}

TEST(ConnectionIds, AreGoodForTheirHostAlone) {
  tests::FakeClock clock;
  const ConnectionIds ids({1, 2}, clock);
  const auto id = ids.give(kHost);
  EXPECT_FALSE(ids.good(id, boost::asio::ip::make_address("192.0.2.2")));
  EXPECT_FALSE(ids.good(id, boost::asio::ip::make_address("c000:201::")));
  EXPECT_FALSE(ids.good(id + 1, kHost));
  EXPECT_FALSE(ids.good(id, boost::asio::ip::make_address("::ffff:192.0.2.1")));
}

TEST(ConnectionIds, AreOthersForAnotherTracker) {
  tests::FakeClock clock;
  EXPECT_FALSE(ConnectionIds({1, 2}, clock).good(ConnectionIds({3, 4}, clock).give(kHost), kHost));
}

}  // namespace
}  // namespace magnetar::tracker
