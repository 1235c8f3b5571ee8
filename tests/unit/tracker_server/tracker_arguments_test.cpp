#include "app/tracker/tracker_arguments.h"

#include <gtest/gtest.h>

namespace magnetar::app {
namespace {

using Words = std::vector<std::string_view>;

TrackerOptions options_of(const Words& words) {
  return read_tracker_arguments(words).value().options;
}

std::string problem_of(const Words& words) {
  const auto read = read_tracker_arguments(words);
  return read ? "none" : read.error().message;
}

TEST(TrackerArguments, HaveAllWiresOnOnePortUnlessOneIsNamed) {
  const auto all = options_of({}).ports;
  EXPECT_EQ(all.http, 6969);
  EXPECT_EQ(all.udp, 6969);
  EXPECT_EQ(all.web_socket, 6969);
  const auto one = options_of({"--udp", "0"}).ports;
  EXPECT_EQ(one.http, std::nullopt);
  EXPECT_EQ(one.udp, 0);
  EXPECT_EQ(one.web_socket, std::nullopt);
}

TEST(TrackerArguments, ReadAddressesAndLimits) {
  const auto options = options_of({"--listen=0.0.0.0,::", "--requests", "7", "--peers", "9"});
  EXPECT_EQ(options.addresses,
            (std::vector{boost::asio::ip::make_address("0.0.0.0"), boost::asio::ip::make_address("::")}));
  EXPECT_EQ(options.requests, 7U);
  EXPECT_TRUE(options.limits_loopback);
  EXPECT_EQ(options.swarms.peers, 9U);
  EXPECT_TRUE(options_of({}).addresses.empty());
  EXPECT_EQ(options_of({}).requests, 100U);
  EXPECT_FALSE(options_of({}).limits_loopback);
}

TEST(TrackerArguments, SayWhatIsWrong) {
  EXPECT_EQ(problem_of({"--http", "65536"}), "--http needs a number up to 65535.");
  EXPECT_EQ(problem_of({"--ws", "-1"}), "--ws needs a number up to 65535.");
  EXPECT_EQ(problem_of({"--udp", ""}), "--udp needs a number up to 65535.");
  EXPECT_EQ(problem_of({"--listen", "127.0.0.1,here"}), "--listen needs IP addresses, not \"here\".");
  EXPECT_EQ(problem_of({"--allow"}), "--allow needs a value.");
  EXPECT_EQ(problem_of({"more"}), "\"more\" is too much.");
}

}  // namespace
}  // namespace magnetar::app
