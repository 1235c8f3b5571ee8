#include "engine/swarm_policy.h"

#include <gtest/gtest.h>

#include "content.h"
#include "engine_host.h"

namespace magnetar::engine {
namespace {

namespace lt = libtorrent;

TEST(SwarmFilter, BlocksThisMachineAndNothingElse) {
  const auto filter = swarm_filter(false);
  for (const char* address :
       {"127.0.0.1", "127.255.255.254", "0.0.0.0", "0.1.2.3", "::1", "::", "::ffff:127.0.0.1"})
    EXPECT_NE(filter.access(lt::make_address(address)), 0U) << address;
  for (const char* address :
       {"1.2.3.4", "126.255.255.255", "128.0.0.0", "192.168.1.2", "2001:db8::1", "::ffff:1.2.3.4"})
    EXPECT_EQ(filter.access(lt::make_address(address)), 0U) << address;
  EXPECT_EQ(swarm_filter(true).access(lt::make_address("127.0.0.1")), 0U);
}

TEST(DropLoopback, LeavesPeersTrackersAndWebSeedsElsewhere) {
  lt::add_torrent_params params;
  params.trackers = {"http://127.0.0.1:1/announce",
                     "udp://a.example:80",
                     "http://localhost/a",
                     "http://x.localhost./a",
                     "http://[::1]/a",
                     "http://[::ffff:127.0.0.1]/a",
                     "http://0.0.0.0/a"};
  params.tracker_tiers = {0, 3, 1, 1, 1, 1, 1};
  params.url_seeds = {"http://127.0.0.1:6881/f", "https://b.example/f"};
  params.peers = {
      {lt::make_address("127.0.0.1"), 1}, {lt::make_address("::1"), 1}, {lt::make_address("1.2.3.4"), 1}};
  drop_loopback(params);
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

}  // namespace
}  // namespace magnetar::engine
