#include "http/open_connections.h"

#include <gtest/gtest.h>

#include <vector>

namespace magnetar::http {
namespace {

using std::chrono::seconds;

/// A connection with an idle time that the test sets.
class TestConnection final : public OpenConnection {
 public:
  TestConnection(OpenConnections& all, const char* remote, std::optional<int> idle_since)
      : all_(all), remote_(boost::asio::ip::make_address(remote)) {
    if (idle_since) idle_since_ = base::TimePoint{} + seconds(*idle_since);
  }
  [[nodiscard]] const boost::asio::ip::address& remote() const override { return remote_; }
  [[nodiscard]] std::optional<base::TimePoint> idle_since() const override { return idle_since_; }
  void check(base::TimePoint now) override {
    if (idle_since_ && now > *idle_since_) end();
  }
  void end() override {
    ended = true;
    all_.remove(*this);
  }

  bool ended = false;

 private:
  OpenConnections& all_;
  boost::asio::ip::address remote_;
  std::optional<base::TimePoint> idle_since_;
};

struct Room {
  OpenConnections all{{.all = 4, .of_an_address = 2}};
  std::vector<std::shared_ptr<TestConnection>> made;

  /// Whether the connection was admitted.
  bool connect(const char* remote, std::optional<int> idle_since) {
    if (!all.make_room(boost::asio::ip::make_address(remote))) return false;
    made.push_back(std::make_shared<TestConnection>(all, remote, idle_since));
    all.add(made.back());
    return true;
  }
  /// The numbers of the ended connections.
  [[nodiscard]] std::vector<std::size_t> ended() const {
    std::vector<std::size_t> numbers;
    for (std::size_t n = 0; n < made.size(); ++n)
      if (made[n]->ended) numbers.push_back(n);
    return numbers;
  }
};

TEST(OpenConnections, EndTheIdlestOfAnAddressThatHasTooMany) {
  Room room;
  EXPECT_TRUE(room.connect("192.0.2.9", 0));
  EXPECT_TRUE(room.connect("192.0.2.1", 2));
  EXPECT_TRUE(room.connect("192.0.2.1", 1));
  EXPECT_TRUE(room.connect("192.0.2.1", 3));
  EXPECT_EQ(room.ended(), std::vector<std::size_t>{2});
}

TEST(OpenConnections, LetNobodyInWhereNoneOfAnAddressGivesWay) {
  Room room;
  EXPECT_TRUE(room.connect("2001:db8::1", std::nullopt));
  EXPECT_TRUE(room.connect("2001:db8::2", std::nullopt));
  EXPECT_FALSE(room.connect("2001:db8::3", 1));
  EXPECT_TRUE(room.connect("2001:db8:0:1::1", 1));
  EXPECT_TRUE(room.ended().empty());
}

TEST(OpenConnections, EndTheIdlestOfAllWhenThereAreTooMany) {
  Room room;
  EXPECT_TRUE(room.connect("192.0.2.1", 5));
  EXPECT_TRUE(room.connect("192.0.2.2", std::nullopt));
  EXPECT_TRUE(room.connect("192.0.2.3", 4));
  EXPECT_TRUE(room.connect("192.0.2.4", 6));
  EXPECT_TRUE(room.connect("192.0.2.5", 7));
  EXPECT_EQ(room.ended(), std::vector<std::size_t>{2});
  EXPECT_EQ(room.all.size(), 4U);
}

TEST(OpenConnections, LetThisMachineHaveAllOfThem) {
  Room room;
  for (int n = 0; n < 4; ++n) EXPECT_TRUE(room.connect("127.0.0.1", std::nullopt));
  EXPECT_FALSE(room.connect("127.0.0.1", 1));
}

TEST(OpenConnections, AreLookedAtThoughTheyEndMeanwhile) {
  Room room;
  for (int n = 0; n < 4; ++n) EXPECT_TRUE(room.connect("127.0.0.1", n));
  room.all.check(base::TimePoint{} + seconds(2));
  EXPECT_EQ(room.ended(), (std::vector<std::size_t>{0, 1}));
  room.all.end_all();
  EXPECT_EQ(room.ended().size(), 4U);
  EXPECT_EQ(room.all.size(), 0U);
}

}  // namespace
}  // namespace magnetar::http
