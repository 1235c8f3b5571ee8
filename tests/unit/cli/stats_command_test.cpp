#include <gtest/gtest.h>
#include <unistd.h>

#include <csignal>
#include <sstream>

#include "app/cli/cli.h"
#include "app/cli/stats_text.h"
#include "scripted_daemon.h"
#include "support/temp_dir.h"

namespace magnetar::app::cli {
namespace {

using base::Result;
using nlohmann::json;
using tests::ScriptedDaemon;

json torrent(const std::string& id) {
  return json::parse(R"({"name": "Sin\u001btel", "downloaded": 104857600, "wasted": 32768, "corrupt": 1048576,
    "hash_failures": 1, "banned": [{"address": "192.0.2.7", "wrong_blocks": 12}, {"address": "", "wrong_blocks": 1}],
    "download_rate": 2100000, "limit": 1300000, "in_flight": 524288,
    "peers": {"tcp": 12, "utp": 3, "web_peers": 2, "web_seeds": 1, "encrypted": 4, "seeds": 5, "choking": 2, "snubbed": 1},
    "search": {"known": 14, "connecting": 3, "dialled": 11, "dht": true, "lsd": false, "trackers": [
      {"host": "t.exam\u001bple", "status": "answered", "message": "", "next_seconds": 1740},
      {"host": "down.example", "status": "failed", "message": "refu\u001bsed", "next_seconds": 9}]},
    "web_seeds": [
      {"host": "archive.example", "state": "waiting", "error": "the server answered 503", "downloaded": 52428800,
       "download_rate": 0, "connections": 0}],
    "readers": [
      {"viewer": "tab1", "file": 1, "position": 52428800, "window": {"begin": 52428800, "end": 82428800},
       "buffered_seconds": 34.51, "bitrate": 1000000, "rate": 1010000, "waited_seconds": 1.375,
       "waiting": true, "stalls": 1, "connections": 2},
      {"viewer": null, "file": null, "position": 0, "window": {"begin": 0, "end": 0},
       "buffered_seconds": 125.0, "bitrate": 1000000, "rate": 0, "waited_seconds": 0.0,
       "waiting": false, "stalls": 0, "connections": 1},
      {"viewer": null, "file": null, "position": 0, "window": {"begin": 0, "end": 0},
       "buffered_seconds": 125.0, "bitrate": 1000000, "rate": 0, "waited_seconds": 0.0,
       "waiting": false, "stalls": 0, "connections": 0}], "id": ")" +
                     id + "\"}");
}

json idle(const std::string& id) {
  json quiet = torrent(id);
  quiet["readers"] = json::array();
  for (json& count : quiet["peers"]) count = 0;
  return quiet;
}

json answer(const std::vector<json>& torrents, std::size_t total) {
  return {{"torrents", torrents}, {"total", total}, {"memory", {{"used", 1048576}, {"limit", 100663296}}}};
}

constexpr auto kText = R"(Sin?tel
  id       abc
  down     2.1 MB/s, held at 1.3 MB/s, 524.3 kB asked for
  fetched  104.9 MB, 32.8 kB of it twice, 1.0 MB damaged (1 piece)
  banned   192.0.2.7, 12 wrong blocks
  banned   a peer that has left, 1 wrong block
  peers    12 TCP, 3 uTP, 2 web peers, 1 web seed; 5 have all of it, 4 encrypted, 2 give nothing now, 1 stay silent
  search   14 known, 3 connecting, 11 dialled; DHT on, LSD off
  tracker  t.exam?ple answered, next in 1740 s
  tracker  down.example failed, next in 9 s: refu?sed
  web seed archive.example: waiting, 0 B/s, 52.4 MB; the server answered 503
  viewer   tab1, file 1, at 52.4 MB, 2 connections
           34.5 s ready, wants up to 82.4 MB soon
           reads 1.0 MB/s, the film has 1.0 MB/s
           waited 1.4 s in all, 1 stall, waits now
  viewer   unknown, at 0 B, 1 connection
           2 min 5 s ready, wants up to 0 B soon
           reads 0 B/s, the film has 1.0 MB/s
           waited 0.0 s in all, 0 stalls
  viewer   unknown, at 0 B, has left

Memory for blocks on their way to the disk: 1.0 MB of 100.7 MB
)";

TEST(StatsText, SaysOfATorrentAndItsViewersWhatIsKnown) {
  EXPECT_EQ(stats_text(answer({torrent("abc")}, 1), false), kText);
}

TEST(StatsText, OnlyCountsTorrentsAtRest) {
  const auto text = stats_text(answer({idle("abc"), idle("abd")}, 2), true);
  EXPECT_EQ(text,
            "2 torrents have neither viewer nor peers.\n"
            "Memory for blocks on their way to the disk: 1.0 MB of 100.7 MB\n");
  EXPECT_NE(stats_text(answer({idle("abc")}, 1), false).find("0 TCP"), std::string::npos);
}

// Interrupts the command once it has written its figures, so that no time has to be guessed.
class InterruptingBuffer final : public std::stringbuf {
 public:
  int sync() override {
    if (str().find("Memory") != std::string::npos || str().find("memory") != std::string::npos)
      ::kill(::getpid(), SIGINT);
    return 0;
  }
};

class StatsCommand : public ::testing::Test {
 protected:
  int run(const std::vector<std::string_view>& words) {
    out.str("");
    err.str("");
    Console console{out, err, false, 80};
    return static_cast<int>(cli::run(words, console, paths));
  }
  std::string watch(const std::vector<std::string_view>& words, bool screen) {
    InterruptingBuffer buffer;
    std::ostream printed(&buffer);
    Console console{printed, err, screen, 60, screen};
    EXPECT_EQ(static_cast<int>(cli::run(words, console, paths)), 0) << err.str();
    return buffer.str();
  }

  magnetar::tests::TempDir folder;
  base::Paths paths{folder / "config", folder / "state", folder / "cache", folder / "run"};
  std::ostringstream out;
  std::ostringstream err;
};

TEST_F(StatsCommand, NeitherStatsNorTraceStartsADaemon) {
  EXPECT_EQ(run({"stats"}), 3);
  EXPECT_EQ(run({"trace", "abc", "on"}), 3);
  EXPECT_EQ(out.str(), "");
  EXPECT_FALSE(std::filesystem::exists(paths.runtime));
}

TEST_F(StatsCommand, PrintsOneTorrentOrAllPages) {
  const ScriptedDaemon daemon(paths, {{"torrents.list",
                                       [](const json&) -> Result<json> {
                                         return json{{"torrents", {{{"id", "abc"}}}}, {"total", 1}};
                                       }},
                                      {"stats.get", [](const json& params) -> Result<json> {
                                         if (params.contains("id")) return answer({torrent(params["id"])}, 1);
                                         return answer({torrent(params["offset"] == 0 ? "one" : "two")}, 2);
                                       }}});
  EXPECT_EQ(run({"stats", "ab"}), 0);
  EXPECT_EQ(out.str(), kText);
  EXPECT_EQ(daemon.calls("stats.get").at(0), (json{{"id", "abc"}}));
  EXPECT_EQ(run({"stats", "--json"}), 0);
  const auto all = json::parse(out.str());
  ASSERT_EQ(all.at("torrents").size(), 2U);
  EXPECT_EQ(all.at("torrents").at(1).at("id"), "two");
  EXPECT_EQ(run({"stats", "x"}), 4);
}

TEST_F(StatsCommand, WatchesUntilInterruptedAndDrawsOverAScreenOnly) {
  const ScriptedDaemon daemon(
      paths, {{"stats.get", [](const json&) -> Result<json> { return answer({torrent("abc")}, 1); }}});
  EXPECT_EQ(watch({"stats", "--watch"}, false), std::string(kText) + "\n");
  const auto drawn = watch({"stats", "--watch"}, true);
  EXPECT_TRUE(drawn.starts_with("\033[HSin?tel\033[K\n")) << drawn;
  EXPECT_TRUE(drawn.ends_with("\033[J"));
  EXPECT_NE(drawn.find("…\033[K\n"), std::string::npos);
  const auto line = watch({"stats", "--watch", "--json"}, true);
  EXPECT_EQ(line.find('\n'), line.size() - 1);
}

TEST_F(StatsCommand, SwitchesATraceAndPrintsItsFile) {
  const ScriptedDaemon daemon(
      paths, {{"torrents.list",
               [](const json&) -> Result<json> {
                 return json{{"torrents", {{{"id", "abc"}}}}, {"total", 1}};
               }},
              {"stats.trace", [](const json& params) -> Result<json> {
                 return json{{"path", params["on"] ? json("/traces/abc.jsonl") : json(nullptr)}};
               }}});
  EXPECT_EQ(run({"trace", "a", "on"}), 0);
  EXPECT_EQ(out.str(), "/traces/abc.jsonl\n");
  EXPECT_EQ(daemon.calls("stats.trace").at(0), (json{{"id", "abc"}, {"on", true}}));
  EXPECT_EQ(run({"trace", "a", "off"}), 4);
  EXPECT_EQ(run({"trace", "a", "maybe"}), 2);
  EXPECT_EQ(run({"trace", "a"}), 2);
}

}  // namespace
}  // namespace magnetar::app::cli
