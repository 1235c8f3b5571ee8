#include <gtest/gtest.h>

#include <future>

#include "base/atomic_file.h"
#include "base/clock.h"
#include "content.h"
#include "engine_host.h"
#include "support/seed_session.h"

namespace magnetar::engine {
namespace {

using testing::SeedOptions;
using testing::SeedSession;
using testing::TorrentKind;

const base::TorrentId kId{"t1"};

class SwarmsTest : public ::testing::Test {
 protected:
  SwarmsTest() { write_content(original.path(), {{"film.mkv", 1234567}}); }

  SeedSession seed() const {
    SeedOptions options;
    options.kind = TorrentKind::v1;
    options.piece_size = 65536;
    return SeedSession(original.path() / "film.mkv", options);
  }
  static std::vector<SwarmStats> ask(EngineHost& host, const std::vector<base::TorrentId>& ids) {
    std::promise<std::vector<SwarmStats>> answered;
    host.run([&](Engine& engine) {
      engine.ask_swarms(ids, [&](std::vector<SwarmStats> swarms) { answered.set_value(std::move(swarms)); });
    });
    auto answer = answered.get_future();
    EXPECT_EQ(answer.wait_for(std::chrono::seconds(30)), std::future_status::ready);
    return answer.get();
  }

  const TempFolder original;
  const TempFolder folder;
};

TEST_F(SwarmsTest, TellWhoIsThereAndWhatCame) {
  const SeedSession seeder = seed();
  EngineHost host;
  host.add_magnet(kId, seeder.magnet(), folder.path());
  ASSERT_TRUE(host.wait_checked(kId));
  // Without the last piece both sides still want something, and stay connected.
  for (int piece = 0; piece < 18; ++piece) host.want_piece(kId, piece, 4);
  ASSERT_TRUE(host.wait(kId, [](const Seen& seen) { return seen.pieces.size() == 18; }));
  const auto swarms = ask(host, {base::TorrentId{"none"}, kId});
  ASSERT_EQ(swarms.size(), 2U);
  EXPECT_EQ(swarms[0].tcp, 0);
  EXPECT_EQ(swarms[0].downloaded, 0);
  EXPECT_EQ(swarms[1].tcp, 1);
  EXPECT_EQ(swarms[1].utp, 0);
  EXPECT_EQ(swarms[1].seeds, 1);
  EXPECT_GE(swarms[1].downloaded, 18 * 65536);
  EXPECT_EQ(swarms[1].wasted, 0);
  EXPECT_EQ(swarms[1].hash_failures, 0);
}

std::string torrent_with(const std::string& more) {
  return "d4:infod6:lengthi5e4:name8:film.mkv12:piece lengthi16384e6:pieces20:aaaaaaaaaaaaaaaaaaaa" + more +
         "ee";
}

TEST_F(SwarmsTest, AskNobodyButTheTrackersOfAPrivateTorrentHoweverThatIsWritten) {
  auto network = private_swarm();
  network.lsd = true;
  EngineHost host({network, {}});
  std::vector<base::TorrentId> ids;
  for (const auto* more :
       {"", "7:privatei0e", "7:private1:0", "7:privatei1e", "7:private1:1", "7:private4:true"}) {
    ids.push_back(base::TorrentId{more});
    AddOptions options;
    options.folder = folder.path() / std::to_string(ids.size());
    host.add(ids.back(), parse_torrent_file(torrent_with(more)).value(), options);
    ASSERT_TRUE(host.wait_checked(ids.back()));
  }
  const auto swarms = ask(host, ids);
  ASSERT_EQ(swarms.size(), 6U);
  for (std::size_t n = 0; n < ids.size(); ++n) {
    EXPECT_EQ(swarms[n].search.lsd, n < 3) << ids[n].value;
    EXPECT_EQ(host.metadata(ids[n])->is_private, n >= 3) << ids[n].value;
  }
}

TEST_F(SwarmsTest, OfATorrentThatIsRemovedMeanwhileAreEmpty) {
  const SeedSession seeder = seed();
  EngineHost host;
  host.add_magnet(kId, seeder.magnet(), folder.path());
  ASSERT_TRUE(host.wait_checked(kId));
  std::promise<std::vector<SwarmStats>> answered;
  host.run([&](Engine& engine) {
    engine.remove(kId, false);
    engine.ask_swarms({kId}, [&](std::vector<SwarmStats> swarms) { answered.set_value(std::move(swarms)); });
  });
  EXPECT_EQ(answered.get_future().get().at(0).downloaded, 0);
}

TEST_F(SwarmsTest, ATraceNotesEachBlockBeforeItsPieceIsVerified) {
  const SeedSession seeder = seed();
  const base::SystemClock clock;
  const auto trace = std::make_shared<base::StreamTrace>();
  ASSERT_TRUE(trace->start(folder.path() / "trace.jsonl", clock));
  EngineHost host;
  AddOptions options;
  options.folder = folder.path() / "films";
  options.trace = trace;
  host.add(kId, std::get<TorrentSource>(parse_source(seeder.magnet()).value()), options);
  ASSERT_TRUE(host.wait_checked(kId));
  host.want_piece(kId, 3, 7);
  ASSERT_TRUE(host.wait(kId, [](const Seen& seen) { return seen.pieces.contains(3); }));
  trace->stop();
  const auto text = base::read_file(folder.path() / "trace.jsonl", 100000).value();
  const auto verified = text.find(R"("event":"verified","piece":3,"passed":true})");
  ASSERT_NE(verified, std::string::npos) << text;
  for (const char* offset : {"0", "16384", "32768", "49152"}) {
    const auto received = text.find(R"("event":"received","piece":3,"offset":)" + std::string(offset) + "}");
    EXPECT_LT(received, verified) << offset;
  }
}

}  // namespace
}  // namespace magnetar::engine
