// Real peers that send wrong bytes, on this machine.

#include <gtest/gtest.h>

#include <future>
#include <memory>
#include <thread>

#include "content.h"
#include "engine_host.h"
#include "support/seed_session.h"

namespace magnetar::engine {
namespace {

using testing::SeedOptions;
using testing::SeedSession;
using testing::TorrentKind;

const base::TorrentId kId{"t1"};
constexpr base::FileIndex kFilm{0};
constexpr std::size_t kSize = 3 * 1024 * 1024 + 12345;

class Liars : public ::testing::TestWithParam<TorrentKind> {
 protected:
  Liars() { write_content(original_.path(), {{"film.mkv", kSize}}); }

  std::string expected() const { return read_whole(original_.path() / "film.mkv"); }

  /// A seeder on an address of its own.
  SeedSession& seed(const std::string& address, bool corrupt, int upload_limit = 0) {
    SeedOptions options;
    options.kind = GetParam();
    options.piece_size = 256 * 1024;
    options.corrupt = corrupt;
    options.upload_limit = upload_limit;
    options.listen = address + ":0";
    seeds_.push_back(std::make_unique<SeedSession>(original_.path() / "film.mkv", options));
    return *seeds_.back();
  }

  void add_to(EngineHost& host) {
    std::string magnet = seeds_.front()->magnet();
    for (std::size_t i = 1; i < seeds_.size(); ++i) magnet += seeds_[i]->peer_parameter();
    host.add_magnet(kId, magnet, folder_.path());
    ASSERT_TRUE(host.wait_checked(kId));
    // Seeders close a connection that wants no piece; all of them are dialled again once one is wanted.
    ASSERT_TRUE(host.wait(kId, [](const Seen& seen) { return seen.status.peers > 0; }));
  }

  static SwarmStats ask(EngineHost& host) {
    std::promise<std::vector<SwarmStats>> answered;
    host.run([&](Engine& engine) {
      engine.ask_swarms({kId},
                        [&](std::vector<SwarmStats> swarms) { answered.set_value(std::move(swarms)); });
    });
    return answered.get_future().get().at(0);
  }

  static bool wait_for(EngineHost& host, const std::function<bool(const SwarmStats&)>& wanted) {
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(30);
    while (std::chrono::steady_clock::now() < deadline) {
      if (wanted(ask(host))) return true;
      std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
    return false;
  }

  const TempFolder original_;
  const TempFolder folder_;
  std::vector<std::unique_ptr<SeedSession>> seeds_;
};

TEST_P(Liars, AreBannedAloneAndLibtorrentSeesNoPieceFail) {
  for (const char* address : {"127.0.0.1", "127.0.0.3", "127.0.0.4"}) seed(address, false, 1'500'000);
  SeedSession& liar = seed("127.0.0.2", true);
  EngineHost host;
  add_to(host);
  host.want_all(kId, 4);
  host.want_piece(kId, 0, 7);
  EXPECT_EQ(read_fully(*host.data(kId), kFilm, 0, kSize).value(), expected());
  ASSERT_TRUE(host.wait(kId, [](const Seen& seen) { return seen.status.done == kSize; }));
  EXPECT_EQ(read_whole(folder_.path() / "film.mkv"), expected()) << "what lies on the disk";
  const SwarmStats stats = ask(host);
  EXPECT_GE(stats.hash_failures, 1);
  ASSERT_EQ(stats.banned.size(), 1U);
  EXPECT_EQ(stats.banned[0].address, "127.0.0.2:" + std::to_string(liar.port()));
  EXPECT_GE(stats.banned[0].blocks, 1);
  EXPECT_EQ(stats.corrupt, stats.banned[0].blocks * 16384) << "libtorrent itself knows of none";
  EXPECT_EQ(liar.block_hash_requests(), 0) << "whose rejection corrupts libtorrent's memory (#8630)";
}

TEST_P(Liars, TwoThatSendTheSameWrongBytesAreOutvotedByTheHash) {
  for (const char* address : {"127.0.0.1", "127.0.0.3"}) seed(address, false, 1'500'000);
  for (const char* address : {"127.0.0.2", "127.0.0.5"}) seed(address, true, 1'500'000);
  EngineHost host;
  add_to(host);
  host.want_all(kId, 4);
  EXPECT_EQ(read_fully(*host.data(kId), kFilm, 0, kSize).value(), expected());
  for (const BannedPeerInfo& peer : ask(host).banned)
    EXPECT_TRUE(peer.address.starts_with("127.0.0.2:") || peer.address.starts_with("127.0.0.5:"))
        << peer.address;
}

TEST_P(Liars, OneThatIsAloneIsBannedAndItsPieceDoesNotHinderTheEnd) {
  SeedSession& liar = seed("127.0.0.2", true);
  EngineHost host;
  add_to(host);
  host.want_all(kId, 4);
  ASSERT_TRUE(wait_for(host, [](const SwarmStats& stats) { return stats.banned.size() == 1; }));
  EXPECT_EQ(liar.block_hash_requests(), 0);
  host.run([](Engine& engine) { engine.remove(kId, true); });
  ASSERT_TRUE(host.wait(kId, [](const Seen& seen) { return seen.removed; }));
  EXPECT_FALSE(std::filesystem::exists(folder_.path() / "film.mkv"));
  EXPECT_TRUE(host.seen(kId).pieces.empty());
}

TEST_P(Liars, OneThatIsAloneDoesNotHinderTheDaemonsEnd) {
  seed("127.0.0.2", true);
  EngineHost host;
  add_to(host);
  host.want_all(kId, 4);
  ASSERT_TRUE(wait_for(host, [](const SwarmStats& stats) { return stats.banned.size() == 1; }));
  host.stop();
  EXPECT_TRUE(host.seen(kId).failures.empty());
}

TEST_P(Liars, APauseInTheMiddleOfTheSecondRoundLosesNothing) {
  seed("127.0.0.1", false, 200'000);
  seed("127.0.0.2", true, 2'000'000);
  EngineHost host;
  add_to(host);
  // The honest peer may send one piece before the liar is asked, but not four.
  for (std::int32_t piece = 0; piece < 4; ++piece) host.want_piece(kId, piece, 7);
  ASSERT_TRUE(wait_for(host, [](const SwarmStats& stats) { return stats.hash_failures > 0; }));
  host.run([](Engine& engine) { engine.pause(kId); });
  ASSERT_TRUE(host.wait(kId, [](const Seen& seen) { return seen.status.paused && seen.status.peers == 0; }));
  host.run([](Engine& engine) { engine.resume(kId); });
  const auto read = read_fully(*host.data(kId), kFilm, 0, 1024 * 1024);
  EXPECT_EQ(read.value(), expected().substr(0, 1024 * 1024));
  EXPECT_TRUE(host.seen(kId).failures.empty());
}

TEST_P(Liars, AreBannedWhenNothingMayBeKeptInMemory) {
  for (const char* address : {"127.0.0.1", "127.0.0.3"}) seed(address, false, 1'500'000);
  seed("127.0.0.2", true);
  EngineOptions options{private_swarm(), {}};
  options.memory_limit = 0;
  EngineHost host(options);
  add_to(host);
  host.want_all(kId, 4);
  EXPECT_EQ(read_fully(*host.data(kId), kFilm, 0, kSize).value(), expected());
  EXPECT_EQ(ask(host).banned.size(), 1U);
}

INSTANTIATE_TEST_SUITE_P(Kinds, Liars,
                         ::testing::Values(TorrentKind::v1, TorrentKind::v2, TorrentKind::hybrid));

}  // namespace
}  // namespace magnetar::engine
