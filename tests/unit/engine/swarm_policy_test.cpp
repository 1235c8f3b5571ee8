#include "engine/swarm_policy.h"

#include <gtest/gtest.h>

#include "content.h"
#include "engine/web_address.h"
#include "engine_host.h"

namespace magnetar::engine {
namespace {

namespace lt = libtorrent;

/// Every spelling of 192.168.1.1 and of addresses like it.
const std::vector<const char*> kPrivate{
    "10.0.0.1",        "10.255.255.254",  "100.64.0.1",         "172.16.0.1",
    "172.31.255.254",  "192.168.1.1",     "::ffff:192.168.1.1", "64:ff9b::c0a8:101",
    "2002:c0a8:101::", "2002:a00:1:2::5", "::10.0.0.1",         "fc00::1",
    "fd12:3456::1",    "fec0::1",         "::ffff:a00:1"};
const std::vector<const char*> kForbidden{"169.254.169.254",
                                          "169.254.0.1",
                                          "::ffff:169.254.169.254",
                                          "64:ff9b::a9fe:a9fe",
                                          "2002:a9fe:a9fe::1",
                                          "fe80::1",
                                          "febf::1",
                                          "fd00:ec2::254",
                                          "100.100.100.200",
                                          "168.63.129.16",
                                          "192.0.0.192",
                                          "224.0.0.1",
                                          "255.255.255.255",
                                          "ff02::1"};
const std::vector<const char*> kThisMachine{
    "127.0.0.1", "127.255.255.254",  "0.0.0.0",         "0.1.2.3",      "::1",
    "::",        "::ffff:127.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::"};
const std::vector<const char*> kWorld{
    "1.2.3.4",          "9.255.255.255",  "11.0.0.0",        "100.63.255.255", "100.128.0.0",
    "126.255.255.255",  "128.0.0.0",      "169.253.255.255", "172.15.255.255", "172.32.0.0",
    "192.167.0.1",      "192.169.0.1",    "2001:db8::1",     "2a00::1",        "::ffff:1.2.3.4",
    "64:ff9b::102:304", "2002:102:304::1"};

bool reaches(const Reach& reach, const char* address) {
  const lt::address parsed = lt::make_address(address);
  EXPECT_EQ(swarm_filter(reach).access(parsed) == 0U, allows(reach, parsed)) << address;
  return allows(reach, parsed);
}

TEST(SwarmFilter, LetsPacketsOnlyWhereTheReachGoes) {
  const Reach usual;
  const Reach local_links{false, true};
  const Reach private_swarm_reach{true, true};
  for (const char* address : kWorld) EXPECT_TRUE(reaches(usual, address)) << address;
  for (const char* address : kPrivate) {
    EXPECT_FALSE(reaches(usual, address)) << address;
    EXPECT_TRUE(reaches(local_links, address)) << address;
  }
  for (const char* address : kThisMachine) {
    EXPECT_FALSE(reaches(usual, address)) << address;
    EXPECT_FALSE(reaches(local_links, address)) << address;
    EXPECT_TRUE(reaches(private_swarm_reach, address)) << address;
  }
  for (const char* address : kForbidden) EXPECT_FALSE(reaches(private_swarm_reach, address)) << address;
}

TEST(SwarmFilter, LetsANeighbourInAndNobodyElse) {
  const std::set<lt::address> neighbours{lt::make_address("192.168.1.7"), lt::make_address("127.0.0.1")};
  const auto filter = swarm_filter({}, neighbours);
  EXPECT_EQ(filter.access(lt::make_address("192.168.1.7")), 0U);
  EXPECT_NE(filter.access(lt::make_address("192.168.1.8")), 0U);
  EXPECT_NE(filter.access(lt::make_address("127.0.0.1")), 0U);
}

TEST(DropForbidden, LeavesPeersTrackersAndWebSeedsElsewhere) {
  lt::add_torrent_params params;
  params.trackers = {"http://127.0.0.1:1/announce",
                     "udp://a.example:80",
                     "http://localhost/a",
                     "http://x.localhost./a",
                     "http://[::1]/a",
                     "http://[::ffff:127.0.0.1]/a",
                     "http://0.0.0.0/a",
                     "http://192.168.1.1/apply.cgi?cmd=x",
                     "http://169.254.169.254/latest/meta-data/",
                     "udp://10.0.0.1.:80"};
  params.tracker_tiers = {0, 3, 1, 1, 1, 1, 1, 1, 1, 1};
  params.url_seeds = {"http://127.0.0.1:6881/f", "https://b.example/f", "http://[fd00::1]/f",
                      "http://[::ffff:10.0.0.1]/f"};
  params.peers = {{lt::make_address("127.0.0.1"), 1},
                  {lt::make_address("::1"), 1},
                  {lt::make_address("1.2.3.4"), 1},
                  {lt::make_address("192.168.1.1"), 1},
                  {lt::make_address("fe80::1"), 1}};
  drop_forbidden(params, {});
  EXPECT_EQ(std::vector<std::string>(params.trackers), (std::vector<std::string>{"udp://a.example:80"}));
  EXPECT_EQ(std::vector<int>(params.tracker_tiers), (std::vector<int>{3}));
  EXPECT_EQ(std::vector<std::string>(params.url_seeds), (std::vector<std::string>{"https://b.example/f"}));
  ASSERT_EQ(params.peers.size(), 1U);
}

TEST(Engine, AsksTrackersOnLoopbackInAPrivateSwarmOnly) {
  const TempFolder folder;
  const base::TorrentId id{"t"};
  const std::string magnet =
      "magnet:?xt=urn:btih:c12fe1c06bba254a9dc9f519b335aa7c1367a88a&tr=http%3A%2F%2F127.0.0.1%3A9%2Fannounce";
  EngineHost private_host;
  private_host.add_magnet(id, magnet, folder.path());
  private_host.run([&](Engine& engine) {
    EXPECT_EQ(engine.trackers(id), (std::vector<std::string>{"http://127.0.0.1:9/announce"}));
    EXPECT_EQ(engine.magnet(id), magnet);
  });
  NetworkSettings open = private_swarm();
  open.listen_interfaces = "127.0.0.1:0,0.0.0.0:0";
  EngineHost open_host({open, {}});
  open_host.add_magnet(id, magnet, folder.path());
  open_host.run([&](Engine& engine) { EXPECT_TRUE(engine.trackers(id).empty()); });
}

TEST(Engine, AsksThePrivateNetworkWhenTheSettingAllowsLinksToNameIt) {
  const TempFolder folder;
  const std::string link =
      "magnet:?xt=urn:btih:c12fe1c06bba254a9dc9f519b335aa7c1367a88a&tr=http%3A%2F%2F192.168.77.1%3A9%"
      "2Fannounce"
      "&tr=http%3A%2F%2F169.254.169.254%2Fannounce";
  NetworkSettings network = private_swarm();
  network.listen_interfaces = "127.0.0.1:0,0.0.0.0:0";
  EngineHost host({network, {}});
  host.add_magnet({"closed"}, link, folder.path());
  network.local_torrent_links = true;
  host.run([&](Engine& engine) {
    EXPECT_TRUE(engine.trackers({"closed"}).empty());
    engine.remove({"closed"}, false);
    engine.apply(network);
  });
  ASSERT_TRUE(host.wait({"closed"}, [](const Seen& seen) { return seen.removed; }));
  host.add_magnet({"open"}, link, folder.path());
  host.run([&](Engine& engine) {
    EXPECT_EQ(engine.trackers({"open"}), (std::vector<std::string>{"http://192.168.77.1:9/announce"}));
  });
}

TEST(LocalNames, AreThoseThatOnlyALocalNetworkKnows) {
  for (const char* url : {"ws://router/", "ws://nas.local:80/x", "wss://NAS.Lan/", "ws://a.home.arpa./",
                          "ws://x.internal/", "ws://host.localdomain/"}) {
    EXPECT_TRUE(has_local_name(url)) << url;
  }
  for (const char* url : {"wss://tracker.example/", "wss://local.example/", "ws://203.0.113.1/",
                          "ws://[2001:db8::1]/", "lan", "ws://127.0.0.1:9/"}) {
    EXPECT_FALSE(has_local_name(url)) << url;
  }
}

}  // namespace
}  // namespace magnetar::engine
