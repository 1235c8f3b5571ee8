#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <nlohmann/json.hpp>
#include <thread>

#include "app/doctor/browser_checks.h"
#include "app/doctor/daemon_checks.h"
#include "app/doctor/machine_checks.h"
#include "app/doctor/report.h"
#include "app/registration/host_manifest.h"
#include "base/unique_fd.h"
#include "test_machine.h"

namespace magnetar::app::doctor {
namespace {

namespace fs = std::filesystem;
using registration::Family;
using registration::manifest_text;
using registration::test::TestMachine;

class DoctorOfBrowsers : public testing::Test {
 protected:
  void SetUp() override { fs::create_directories(machine_.here.home / ".mozilla/firefox"); }

  Finding only_finding() {
    const auto findings = check_browsers(table_, machine_.here);
    EXPECT_EQ(findings.size(), 1U);
    return findings.at(0);
  }
  void write_manifest(const std::string& text) const {
    machine_.add_file(machine_.here.home / ".mozilla/native-messaging-hosts/magnetar.host.json", text);
  }

  TestMachine machine_;
  registration::BrowserTable table_ =
      registration::parse_browser_table(registration::embedded_browser_table(), "linux").value();
};

TEST_F(DoctorOfBrowsers, IsContentWithAManifestThatNamesThisHost) {
  write_manifest(manifest_text(Family::firefox, machine_.here.host()));
  EXPECT_EQ(only_finding().level, Level::ok);
}

TEST_F(DoctorOfBrowsers, FailsWithTheCommandThatMendsItWhenThereIsNoManifest) {
  EXPECT_EQ(only_finding().level, Level::failure);
  EXPECT_EQ(only_finding().fix, "magnetar register --browser firefox");
}

TEST_F(DoctorOfBrowsers, FailsWhenTheManifestIsNotJson) {
  write_manifest("{");
  EXPECT_EQ(only_finding().level, Level::failure);
}

TEST_F(DoctorOfBrowsers, FailsWhenTheManifestIsOfTheOtherFamily) {
  write_manifest(manifest_text(Family::chromium, machine_.here.host()));
  EXPECT_EQ(only_finding().level, Level::failure);
}

TEST_F(DoctorOfBrowsers, FailsWhenTheProgramIsGone) {
  write_manifest(manifest_text(Family::firefox, machine_.root() / "gone"));
  EXPECT_EQ(only_finding().level, Level::failure);
  EXPECT_NE(only_finding().text.find("gone"), std::string::npos);
}

TEST_F(DoctorOfBrowsers, FailsWhenTheProgramCannotBeExecuted) {
  ::chmod(machine_.here.host().c_str(), 0644);
  write_manifest(manifest_text(Family::firefox, machine_.here.host()));
  EXPECT_EQ(only_finding().level, Level::failure);
}

TEST_F(DoctorOfBrowsers, FailsWhenTheExtensionIsNotAllowed) {
  auto manifest = nlohmann::json::parse(manifest_text(Family::firefox, machine_.here.host()));
  manifest["allowed_extensions"] = {"somebody@else"};
  write_manifest(manifest.dump());
  EXPECT_EQ(only_finding().level, Level::failure);
}

TEST_F(DoctorOfBrowsers, WarnsWhenAnotherInstallationIsMeant) {
  const fs::path other = machine_.root() / "other/magnetar-host";
  machine_.add_program(other);
  write_manifest(manifest_text(Family::firefox, other));
  EXPECT_EQ(only_finding().level, Level::warning);
}

TEST_F(DoctorOfBrowsers, PrintsTheExactCommandForAFlatpak) {
  fs::create_directories(machine_.here.home / ".var/app/org.chromium.Chromium");
  const auto findings = check_sandboxes(table_, machine_.here);
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].level, Level::warning);
  EXPECT_EQ(findings[0].fix,
            "flatpak override --user --filesystem='" + (machine_.root() / "opt with space").string() +
                "':ro --filesystem=xdg-run/magnetar org.chromium.Chromium && magnetar register "
                "--to '" +
                (machine_.here.home / ".var/app/org.chromium.Chromium/config/chromium").string() +
                "/NativeMessagingHosts' --family chromium");
}

TEST(DoctorOfBrowsersAlone, WarnsWhenThereIsNoBrowser) {
  const TestMachine machine;
  const auto table =
      registration::parse_browser_table(registration::embedded_browser_table(), "linux").value();
  const auto findings = check_browsers(table, machine.here);
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].level, Level::warning);
  EXPECT_TRUE(check_sandboxes(table, machine.here).empty());
}

class DoctorOfTheMachine : public testing::Test {
 protected:
  base::Paths paths() const {
    return {machine_.root() / "config", machine_.root() / "state", machine_.root() / "cache",
            machine_.root() / "run"};
  }
  TestMachine machine_;
};

TEST_F(DoctorOfTheMachine, MissesTheHost) {
  EXPECT_EQ(check_programs(machine_.here).level, Level::ok);
  fs::remove(machine_.here.host());
  EXPECT_EQ(check_programs(machine_.here).level, Level::failure);
}

TEST_F(DoctorOfTheMachine, AcceptsAPrivateRuntimeFolderOrNone) {
  EXPECT_EQ(check_runtime_folder(paths()).level, Level::ok);
  ASSERT_EQ(::mkdir(paths().runtime.c_str(), 0700), 0);
  EXPECT_EQ(check_runtime_folder(paths()).level, Level::ok);
}

TEST_F(DoctorOfTheMachine, RefusesARuntimeFolderOthersCanEnter) {
  ASSERT_EQ(::mkdir(paths().runtime.c_str(), 0700), 0);
  ASSERT_EQ(::chmod(paths().runtime.c_str(), 0755), 0);
  EXPECT_EQ(check_runtime_folder(paths()).level, Level::failure);
}

TEST_F(DoctorOfTheMachine, RefusesARuntimeFolderThatIsALink) {
  fs::create_directory(machine_.root() / "elsewhere");
  fs::create_directory_symlink(machine_.root() / "elsewhere", paths().runtime);
  EXPECT_EQ(check_runtime_folder(paths()).level, Level::failure);
}

TEST_F(DoctorOfTheMachine, RefusesASocketThatIsAFileOrOpenToOthers) {
  ASSERT_EQ(::mkdir(paths().runtime.c_str(), 0700), 0);
  machine_.add_file(paths().socket());
  EXPECT_EQ(check_runtime_folder(paths()).level, Level::failure);
  fs::remove(paths().socket());

  const base::UniqueFd listener(::socket(AF_UNIX, SOCK_STREAM, 0));
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  paths().socket().string().copy(address.sun_path, sizeof address.sun_path - 1);
  ASSERT_EQ(::bind(listener.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
  ASSERT_EQ(::chmod(paths().socket().c_str(), 0666), 0);
  EXPECT_EQ(check_runtime_folder(paths()).level, Level::failure);
  ASSERT_EQ(::chmod(paths().socket().c_str(), 0600), 0);
  EXPECT_EQ(check_runtime_folder(paths()).level, Level::ok);
}

TEST_F(DoctorOfTheMachine, JudgesTheDisk) {
  EXPECT_EQ(judge_disk("/films", 50'000'000).level, Level::failure);
  EXPECT_EQ(judge_disk("/films", 1'000'000'000).level, Level::warning);
  EXPECT_EQ(judge_disk("/films", 100'000'000'000).level, Level::ok);
  EXPECT_NE(judge_disk("/films", 2'147'483'648).text.find("2.0 GiB"), std::string::npos);
}

TEST_F(DoctorOfTheMachine, LooksAtTheDiskOfAFolderThatIsNotMadeYet) {
  EXPECT_NE(check_disk(machine_.root() / "not/made/yet").text.find("not/made/yet"), std::string::npos);
}

TEST_F(DoctorOfTheMachine, FindsFfmpegInTheCommandFolders) {
  EXPECT_EQ(find_ffmpeg(machine_.here).level, Level::warning);
  machine_.add_command("ffmpeg");
  EXPECT_EQ(find_ffmpeg(machine_.here).level, Level::warning);
  machine_.add_command("ffprobe");
  EXPECT_EQ(find_ffmpeg(machine_.here).level, Level::ok);
}

/// Answers one connection with fixed bytes.
class OneAnswer {
 public:
  explicit OneAnswer(std::string answer)
      : thread_([this, answer = std::move(answer)] {
          boost::asio::ip::tcp::iostream client;
          acceptor_.accept(client.socket());
          for (std::string line; std::getline(client, line) && line != "\r";) request_ += line + "\n";
          client << answer << std::flush;
        }) {}
  ~OneAnswer() { thread_.join(); }
  OneAnswer(const OneAnswer&) = delete;
  OneAnswer& operator=(const OneAnswer&) = delete;

  [[nodiscard]] std::string base() const {
    return "http://127.0.0.1:" + std::to_string(port_) + "/00112233445566778899aabbccddeeff/";
  }

 private:
  boost::asio::io_context context_;
  boost::asio::ip::tcp::acceptor acceptor_{context_, {boost::asio::ip::address_v4::loopback(), 0}};
  unsigned short port_ = acceptor_.local_endpoint().port();
  std::string request_;
  std::thread thread_;
};

TEST(DoctorOfHttp, IsContentWhenAWrongTokenGives404) {
  const OneAnswer server("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n");
  EXPECT_EQ(check_http(server.base()).level, Level::ok);
}

TEST(DoctorOfHttp, FailsWhenAWrongTokenIsLetIn) {
  const OneAnswer server("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
  EXPECT_EQ(check_http(server.base()).level, Level::failure);
}

TEST(DoctorOfHttp, FailsWhenNobodyAnswers) {
  boost::asio::io_context context;
  boost::asio::ip::tcp::acceptor bound(context, {boost::asio::ip::address_v4::loopback(), 0});
  const auto port = std::to_string(bound.local_endpoint().port());
  bound.close();
  EXPECT_EQ(check_http("http://127.0.0.1:" + port + "/token/").level, Level::failure);
}

TEST(DoctorOfHttp, FailsForAnAddressThatIsNotThisMachine) {
  EXPECT_EQ(check_http("http://192.0.2.1:80/token/").level, Level::failure);
  EXPECT_EQ(check_http("").level, Level::failure);
}

TEST(DoctorOfTheDaemon, ToldOfAFailureFails) {
  EXPECT_EQ(check_daemon(base::Error{base::ErrorCode::daemon_unavailable, "no"}).level, Level::failure);
  EXPECT_EQ(check_daemon(DaemonFacts{"0.1.0", "", ""}).level, Level::ok);
}

TEST(DoctorOfWebPeers, SaysWhetherTheBrowserConnectsToThem) {
  DaemonFacts facts{"0.1.0", "", ""};
  facts.web_peers = "off";
  EXPECT_EQ(check_web_peers(facts).text, "off; \"Peers in browsers\" in the options turns them on");
  facts.web_peers = "on";
  EXPECT_EQ(check_web_peers(facts).text, "no torrent that is open now has trackers of web peers");
  facts.bridge_wanted = true;
  EXPECT_EQ(check_web_peers(facts).text, "the browser connects to them for a torrent that is open");
  EXPECT_EQ(check_web_peers(facts).level, Level::ok);
}

TEST(DoctorReport, SaysEachLinkOnOneLineAndTheFixBelow) {
  EXPECT_EQ(as_text({{Level::ok, "ab", "fine"}, {Level::failure, "long", "bad", "mend"}}),
            "ok    ab    fine\n"
            "fail  long  bad\n"
            "            → mend\n");
}

TEST(DoctorReport, IsHealthyWithWarningsButNotWithFailures) {
  EXPECT_TRUE(is_healthy({{Level::ok, "a", ""}, {Level::warning, "b", ""}}));
  EXPECT_FALSE(is_healthy({{Level::ok, "a", ""}, {Level::failure, "b", ""}}));
}

TEST(DoctorReport, IsJsonForMachinesWhateverThePathsHold) {
  const auto report = nlohmann::json::parse(as_json({{Level::warning, "a", "\xff path", "f"}}));
  EXPECT_EQ(report["ok"], true);
  EXPECT_EQ(report["checks"][0]["level"], "warn");
  EXPECT_EQ(report["checks"][0]["fix"], "f");
}

}  // namespace
}  // namespace magnetar::app::doctor
