#include "app/web_peers/bridge_request.h"

#include <gtest/gtest.h>

namespace magnetar::app {
namespace {

const std::string kToken = "0123456789abcdef0123456789abcdef";
const std::string kHash = "08ada5a7a6183aae1e09d831df6748d566095a10";

http::RequestHead request(const std::string& target) {
  return {"GET", target, true, {{"Host", "127.0.0.1:4000"}}};
}

std::optional<BridgeRequest> read(const http::RequestHead& head) {
  const auto announced = [](std::string_view origin) { return origin == "chrome-extension://abc"; };
  return read_bridge_request(head, {4000, kToken, announced});
}

TEST(BridgeRequest, NamesTheControlSocketByItsPath) {
  const auto found = read(request("/" + kToken + "/control"));
  ASSERT_TRUE(found);
  EXPECT_EQ(found->kind, BridgeRequest::Kind::control);
}

TEST(BridgeRequest, NamesAPeerByItsTorrentAndItsAddress) {
  const auto found = read(request("/" + kToken + "/peer?info_hash=" + kHash + "&address=2001%3Adb8%3A%3A7"));
  ASSERT_TRUE(found);
  EXPECT_EQ(found->kind, BridgeRequest::Kind::peer);
  EXPECT_EQ(found->info_hash, kHash);
  EXPECT_EQ(found->address, "2001:db8::7");
}

TEST(BridgeRequest, LeavesOutAnAddressThatIsNone) {
  for (const std::string address : {"", "peer.local", "1.2.3", "127.0.0.1%0A"}) {
    const auto found = read(request("/" + kToken + "/peer?info_hash=" + kHash + "&address=" + address));
    ASSERT_TRUE(found) << address;
    EXPECT_EQ(found->address, "") << address;
  }
}

TEST(BridgeRequest, IsRefusedForAnotherPathOrToken) {
  const std::string wrong = std::string(31, '0') + "1";
  const std::string peer = "/" + kToken + "/peer?info_hash=";
  const std::vector<std::string> targets{"/" + wrong + "/control",
                                         "/" + kToken,
                                         "/" + kToken + "/",
                                         "/" + kToken + "/control/",
                                         "/control",
                                         "control",
                                         "",
                                         "/" + kToken + "/peer",
                                         peer + kHash.substr(1),
                                         peer + std::string(40, 'z'),
                                         peer + std::string(40, 'A')};
  for (const std::string& target : targets) {
    EXPECT_FALSE(read(request(target))) << target;
  }
}

TEST(BridgeRequest, IsRefusedForAnotherHost) {
  http::RequestHead head = request("/" + kToken + "/control");
  for (const std::string host : {"evil.example", "127.0.0.1", "127.0.0.1:4001", "localhost:4000", ""}) {
    head.fields = {{"Host", host}};
    EXPECT_FALSE(read(head)) << host;
  }
  head.fields = {};
  EXPECT_FALSE(read(head));
  head.fields = {{"Host", "127.0.0.1:4000"}, {"Host", "127.0.0.1:4000"}};
  EXPECT_FALSE(read(head));
}

TEST(BridgeRequest, IsRefusedForThePageOfAnotherOrigin) {
  http::RequestHead head = request("/" + kToken + "/control");
  head.fields.emplace_back("Origin", "chrome-extension://abc");
  EXPECT_TRUE(read(head));
  head.fields.back().second = "https://evil.example";
  EXPECT_FALSE(read(head));
  head.fields.back().second = "null";
  EXPECT_FALSE(read(head));
}

}  // namespace
}  // namespace magnetar::app
