// Whole commands against a scripted daemon.

#include <gtest/gtest.h>
#include <unistd.h>

#include <csignal>
#include <sstream>

#include "app/cli/cli.h"
#include "scripted_daemon.h"
#include "support/temp_dir.h"

namespace magnetar::app::cli {
namespace {

using base::Error;
using base::ErrorCode;
using base::Result;
using nlohmann::json;
using tests::ScriptedDaemon;
using Script = ScriptedDaemon::Script;

json torrent(const std::string& id, const std::string& name) {
  return {{"id", id},
          {"name", name},
          {"state", "downloading"},
          {"notice", nullptr},
          {"has_metadata", true},
          {"progress", 0.25},
          {"done", 25},
          {"size", 100},
          {"peers", 2},
          {"download_rate", 1000},
          {"eta", nullptr}};
}

Script constant(const json& result) {
  return [result](const json&) -> Result<json> { return json(result); };
}

Script failing(ErrorCode code) {
  return [code](const json&) -> Result<json> { return Error{code, "no"}; };
}

class Command : public ::testing::Test {
 protected:
  int run(const std::vector<std::string_view>& words) {
    out.str("");
    err.str("");
    Console console{out, err, false, 80};
    return static_cast<int>(cli::run(words, console, paths));
  }

  tests::TempDir folder;
  base::Paths paths{folder / "config", folder / "state", folder / "cache", folder / "run"};
  std::ostringstream out;
  std::ostringstream err;
};

TEST_F(Command, HelpsWithoutADaemon) {
  EXPECT_EQ(run({"--help"}), 0);
  EXPECT_NE(out.str().find("exit codes"), std::string::npos);
  for (const char* name :
       {"stream", "list", "status", "stats", "trace", "pause", "resume", "remove", "settings", "stop"}) {
    EXPECT_EQ(run({name, "--help"}), 0) << name;
    EXPECT_NE(out.str().find(std::string("magnetar ") + name), std::string::npos);
  }
}

TEST_F(Command, TellsAMistakeFromAFailure) {
  for (const std::vector<std::string_view>& words :
       std::vector<std::vector<std::string_view>>{{},
                                                  {"launch"},
                                                  {"--nonsense"},
                                                  {"stream"},
                                                  {"pause"},
                                                  {"remove", "a", "b"},
                                                  {"settings", "frobnicate"},
                                                  {"settings", "set"},
                                                  {"settings", "set", "novalue"},
                                                  {"settings", "set", "=1"},
                                                  {"list", "--nonsense"},
                                                  {"stream", "x", "--file", "y"},
                                                  {"stream", "x", "--file", "-1"}}) {
    EXPECT_EQ(run(words), 2);
    EXPECT_EQ(out.str(), "");
    EXPECT_NE(err.str(), "");
  }
}

TEST_F(Command, StatusAndStopDoNotStartADaemon) {
  EXPECT_EQ(run({"status"}), 3);
  EXPECT_EQ(run({"status", "--json"}), 3);
  EXPECT_EQ(run({"stop"}), 3);
  EXPECT_EQ(out.str(), "");
  EXPECT_FALSE(std::filesystem::exists(paths.runtime));
}

TEST_F(Command, SaysWhenTheDaemonCannotBeStarted) {
  // No `magnetar` lies beside the test program.
  EXPECT_EQ(run({"list"}), 3);
  EXPECT_NE(err.str().find("magnetar doctor"), std::string::npos);
}

TEST_F(Command, ListsAllPagesWithSafeNames) {
  const ScriptedDaemon daemon(
      paths,
      {{"torrents.list", [](const json& params) -> Result<json> {
          json page = json::array();
          const auto offset = params.at("offset").get<int>();
          for (int i = offset; i < std::min(offset + params.at("limit").get<int>(), 250); ++i) {
            page.push_back(torrent("id" + std::to_string(1000000 + i), i == 249 ? "last \x1b[31m" : "film"));
          }
          return json{{"torrents", page}, {"total", 250}};
        }}});
  EXPECT_EQ(run({"list", "--json"}), 0);
  EXPECT_EQ(json::parse(out.str()).size(), 250U);
  EXPECT_EQ(run({"list"}), 0);
  EXPECT_NE(out.str().find("id1000249  25 %  100 B  downloading  last ?[31m\n"), std::string::npos)
      << out.str();
}

TEST_F(Command, ActsOnATorrentByTheBeginningOfItsId) {
  const ScriptedDaemon daemon(
      paths, {{"torrents.list",
               constant({{"torrents", {torrent("abc1", "One"), torrent("abd2", "Two")}}, {"total", 2}})},
              {"torrents.pause", constant(json::object())},
              {"torrents.resume", constant(json::object())},
              {"torrents.remove", constant(json::object())}});
  EXPECT_EQ(run({"pause", "abd"}), 0);
  EXPECT_EQ(out.str(), "Paused: Two\n");
  EXPECT_EQ(daemon.calls("torrents.pause").at(0), (json{{"id", "abd2"}}));
  EXPECT_EQ(run({"remove", "abc1"}), 0);
  EXPECT_EQ(run({"remove", "abc", "--delete-data"}), 0);
  EXPECT_EQ(daemon.calls("torrents.remove").at(0), (json{{"id", "abc1"}, {"data", "keep"}}));
  EXPECT_EQ(daemon.calls("torrents.remove").at(1), (json{{"id", "abc1"}, {"data", "delete"}}));
  EXPECT_EQ(run({"resume", "x"}), 4);
  EXPECT_EQ(run({"resume", "ab"}), 1);
  EXPECT_TRUE(daemon.calls("torrents.resume").empty());
}

TEST_F(Command, ReadsAndChangesSettings) {
  const json settings{{"dht", true}, {"upload_limit", 0}, {"cache_folder", "/films"}};
  const ScriptedDaemon daemon(paths, {{"settings.get", constant({{"settings", settings}})},
                                      {"settings.set", [settings](const json& params) -> Result<json> {
                                         json changed = settings;
                                         changed.update(params.at("settings"));
                                         return json{{"settings", changed}};
                                       }}});
  EXPECT_EQ(run({"settings"}), 0);
  EXPECT_EQ(out.str(), "cache_folder = /films\ndht = true\nupload_limit = 0  (no limit)\n");
  EXPECT_EQ(run({"settings", "--json"}), 0);
  EXPECT_EQ(json::parse(out.str()), settings);
  EXPECT_EQ(run({"settings", "get", "upload_limit"}), 0);
  EXPECT_EQ(out.str(), "0\n");
  EXPECT_EQ(run({"settings", "set", "upload_limit=2M", "dht=off"}), 0);
  EXPECT_EQ(daemon.calls("settings.set").at(0),
            (json{{"settings", {{"upload_limit", 2000000}, {"dht", false}}}}));
  EXPECT_EQ(out.str(), "dht = false\nupload_limit = 2000000  (2.0 MB/s)\n");
  EXPECT_EQ(run({"settings", "get", "speed"}), 4);
  EXPECT_EQ(run({"settings", "set", "speed=1"}), 4);
  EXPECT_EQ(run({"settings", "set", "dht=maybe"}), 1);
  EXPECT_EQ(daemon.calls("settings.set").size(), 1U);
}

TEST_F(Command, PrintsTheStatus) {
  const json status{{"version", "0.1.0"},
                    {"pid", 42},
                    {"uptime", 61},
                    {"clients", 1},
                    {"torrents", 2},
                    {"download_rate", 1500},
                    {"upload_rate", 0},
                    {"dht_nodes", 3},
                    {"listen_port", 6881},
                    {"http_port", 40123},
                    {"disk", {{"folder", "/films"}, {"used", 5}, {"limit", 0}, {"free", 2000}}}};
  const ScriptedDaemon daemon(paths, {{"status.get", constant(status)}});
  EXPECT_EQ(run({"status"}), 0);
  EXPECT_NE(out.str().find("runs for 1 min 1 s (process 42)"), std::string::npos) << out.str();
  EXPECT_NE(out.str().find("Down 1.5 kB/s"), std::string::npos);
  EXPECT_EQ(run({"status", "--json"}), 0);
  EXPECT_EQ(json::parse(out.str()), status);
}

TEST_F(Command, SaysWhenAnAnswerIsNotWhatItExpects) {
  const ScriptedDaemon daemon(
      paths, {{"status.get", constant(json::array())}, {"torrents.list", failing(ErrorCode::internal)}});
  EXPECT_EQ(run({"status"}), 1);
  EXPECT_NE(err.str().find("not understood"), std::string::npos);
  EXPECT_EQ(run({"list"}), 1);
}

class StreamCommand : public Command {
 protected:
  // Runs the command, sends SIGINT when `ready` appears in its output, and returns its exit code.
  int stream_and_interrupt(const std::vector<std::string_view>& words) {
    SignallingBuffer buffer(ready_);
    std::ostream printed(&buffer);
    Console console{printed, err, false, 80};
    const auto code = static_cast<int>(cli::run(words, console, paths));
    text = buffer.str();
    return code;
  }
  // Sends SIGINT once the awaited text is complete, so that no time has to be guessed.
  class SignallingBuffer final : public std::stringbuf {
   public:
    explicit SignallingBuffer(std::string awaited) : awaited_(std::move(awaited)) {}
    int sync() override {
      if (!sent_ && str().find(awaited_) != std::string::npos) {
        sent_ = true;
        ::kill(::getpid(), SIGINT);
      }
      return 0;
    }

   private:
    std::string awaited_;
    bool sent_ = false;
  };

  const json file{
      {"index", 0}, {"name", "film\x1b.mp4"}, {"url", "http://127.0.0.1:1/t/torrents/abc/files/0/film.mp4"}};
  std::string ready_ = "url";
  std::string text;
};

TEST_F(StreamCommand, WaitsForTheFilesThenPrintsWhereToPlayUntilInterrupted) {
  json waiting = torrent("abc", "name");
  waiting.update({{"has_metadata", false}, {"state", "finding_peers"}, {"progress", 0}});
  const ScriptedDaemon daemon(
      paths,
      {{"torrents.subscribe", constant({{"torrents", json::array()}, {"total", 0}})},
       {"torrents.add", constant({{"id", "abc"}, {"existing", false}})},
       {"torrents.get", constant({{"torrent", waiting}, {"details", json::object()}})},
       {"streams.open", constant({{"file", file},
                                  {"playlist", "p"},
                                  {"hls", "http://127.0.0.1:1/t/torrents/abc/hls/0/master.m3u8"}})}},
      {{"torrents.get",
        {{"torrents.changed", {{"torrents", {{{"id", "other"}, {"state", "error"}}}}}},
         {"torrents.changed",
          {{"torrents", {{{"id", "abc"}, {"has_metadata", true}, {"state", "downloading"}}}}}}}}});
  EXPECT_EQ(stream_and_interrupt({"stream", "magnet:?xt=x", "--file", "0"}), 0) << err.str();
  EXPECT_EQ(text,
            "id    abc\nfile  film?.mp4\nurl   http://127.0.0.1:1/t/torrents/abc/files/0/film.mp4\n"
            "hls   http://127.0.0.1:1/t/torrents/abc/hls/0/master.m3u8\n");
  EXPECT_NE(err.str().find("finding people who have this"), std::string::npos);
  EXPECT_EQ(daemon.calls("torrents.add").at(0), (json{{"source", "magnet:?xt=x"}}));
  EXPECT_EQ(daemon.calls("streams.open").at(0), (json{{"id", "abc"}, {"file", 0}}));
}

TEST_F(StreamCommand, WritesOneObjectALineForMachines) {
  const ScriptedDaemon daemon(
      paths, {{"torrents.subscribe", constant(json::object())},
              {"torrents.add", constant({{"id", "abc"}, {"existing", true}})},
              {"torrents.get", constant({{"torrent", torrent("abc", "name")}})},
              {"streams.open", constant({{"file", file},
                                         {"playlist", "p"},
                                         {"hls", "http://127.0.0.1:1/t/torrents/abc/hls/0/master.m3u8"}})}});
  ready_ = "\"ready\"";
  EXPECT_EQ(stream_and_interrupt({"stream", "x", "--json"}), 0);
  std::istringstream lines(text);
  std::vector<json> events;
  for (std::string line; std::getline(lines, line);) events.push_back(json::parse(line));
  ASSERT_EQ(events.size(), 2U);
  EXPECT_EQ(events[0].at("event"), "progress");
  EXPECT_EQ(events[1].at("event"), "ready");
  EXPECT_EQ(events[1].at("url"), file.at("url"));
  EXPECT_EQ(daemon.calls("streams.open").at(0), (json{{"id", "abc"}}));
  EXPECT_EQ(err.str(), "");
}

TEST_F(StreamCommand, FollowsATorrentThatTurnsOutToBeThereAlready) {
  json fetching = torrent("new", "n");
  fetching.update({{"has_metadata", false}, {"state", "fetching_torrent"}});
  const ScriptedDaemon daemon(
      paths,
      {{"torrents.subscribe", constant(json::object())},
       {"torrents.add", constant({{"id", "new"}, {"existing", false}})},
       {"torrents.get",
        [fetching](const json& params) -> Result<json> {
          return json{{"torrent", params.at("id") == "new" ? fetching : torrent("old", "o")}};
        }},
       {"streams.open", constant({{"file", file},
                                  {"playlist", "p"},
                                  {"hls", "http://127.0.0.1:1/t/torrents/abc/hls/0/master.m3u8"}})}},
      {{"torrents.get",
        {{"torrents.removed", {{"id", "new"}, {"replaced_by", "old"}, {"reason", "duplicate"}}}}}});
  EXPECT_EQ(stream_and_interrupt({"stream", "https://example.org/a.torrent"}), 0) << err.str();
  EXPECT_EQ(daemon.calls("streams.open").at(0), (json{{"id", "old"}}));
}

TEST_F(StreamCommand, EndsWithTheReasonWhenTheTorrentFails) {
  json broken = torrent("abc", "name");
  broken.update({{"state", "error"}, {"notice", {{"code", 1208}, {"name", "disk_full"}, {"message", "x"}}}});
  const ScriptedDaemon daemon(paths, {{"torrents.subscribe", constant(json::object())},
                                      {"torrents.add", constant({{"id", "abc"}, {"existing", false}})},
                                      {"torrents.get", constant({{"torrent", broken}})}});
  EXPECT_EQ(run({"stream", "x"}), 1);
  EXPECT_NE(err.str().find("The disk is full."), std::string::npos) << err.str();
  EXPECT_EQ(out.str(), "");
}

TEST_F(StreamCommand, EndsWhenItsTorrentIsRemoved) {
  const ScriptedDaemon daemon(
      paths,
      {{"torrents.subscribe", constant(json::object())},
       {"torrents.add", constant({{"id", "abc"}, {"existing", false}})},
       {"torrents.get", constant({{"torrent", torrent("abc", "n")}})},
       {"streams.open", constant({{"file", file},
                                  {"playlist", "p"},
                                  {"hls", "http://127.0.0.1:1/t/torrents/abc/hls/0/master.m3u8"}})}},
      {{"streams.open", {{"torrents.removed", {{"id", "abc"}, {"reason", "user"}}}}}});
  EXPECT_EQ(run({"stream", "x"}), 4);
}

TEST_F(StreamCommand, EndsWithTheDaemonsError) {
  const ScriptedDaemon daemon(paths, {{"torrents.subscribe", constant(json::object())},
                                      {"torrents.add", failing(ErrorCode::bad_source)}});
  EXPECT_EQ(run({"stream", "not a source"}), 1);
  EXPECT_EQ(run({"stream", "/none/a.torrent"}), 4);
}

}  // namespace
}  // namespace magnetar::app::cli
