#include "base/listen_interfaces.h"

#include <gtest/gtest.h>

#include <string>

namespace magnetar::base {
namespace {

TEST(ListenInterfaces, ReadsAddressesAndDevices) {
  for (const char* text :
       {"0.0.0.0:6881,[::]:6881", "127.0.0.1:0", "eth0:6881", " 10.0.0.1:1 , [fe80::1]:65535"})
    EXPECT_TRUE(parse_listen_interfaces(text)) << text;
}

TEST(ListenInterfaces, RefusesWhatLibtorrentWouldMisread) {
  for (const char* text :
       {"", ",", "0.0.0.0", "0.0.0.0:", "0.0.0.0:65536", "0.0.0.0:-1", "::1:6881", "[1.2.3.4]:1",
        "0.0.0.0:1,", "a b:1", "[::1:1", "eth0:1;rm", "0.0.0.0:1s", "averylongdevicename:1"})
    EXPECT_FALSE(parse_listen_interfaces(text)) << text;
  std::string many = "127.0.0.1:0";
  for (int i = 0; i < 16; ++i) many += ",127.0.0.1:0";
  EXPECT_FALSE(parse_listen_interfaces(many));
}

TEST(ListenInterfaces, KnowsAPrivateLoopbackSwarm) {
  for (const char* text : {"127.0.0.1:0", "[::1]:0", "127.0.0.1:1,[::1]:2", "127.9.9.9:1"})
    EXPECT_TRUE(parse_listen_interfaces(text).value().only_loopback) << text;
  for (const char* text : {"0.0.0.0:0", "[::]:0", "127.0.0.1:0,0.0.0.0:0", "eth0:0", "192.168.0.2:0"})
    EXPECT_FALSE(parse_listen_interfaces(text).value().only_loopback) << text;
}

}  // namespace
}  // namespace magnetar::base
