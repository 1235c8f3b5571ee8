#include "media/launcher.h"

#include <gtest/gtest.h>

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <filesystem>
#include <fstream>

#include "media/programs.h"
#include "support/run_loop.h"
#include "support/temp_dir.h"

namespace magnetar::media {
namespace {

using boost::asio::ip::tcp;

constexpr Limits kLimits{std::uint64_t{1} << 30, std::chrono::seconds(10)};

/// A PATH with the programs that a sandbox without bubblewrap needs.
class WithoutBubblewrap {
 public:
  WithoutBubblewrap() {
    for (const char* name : {"ffmpeg", "ffprobe", "prlimit", "setpriv"}) {
      std::filesystem::create_symlink(find_program(name, ""), folder_.path() / name);
    }
  }
  [[nodiscard]] std::string path() const { return folder_.path().string(); }

 private:
  tests::TempDir folder_;
};

/// Real programs in a real sandbox, and a listener on this machine that they must not reach.
class LauncherTest : public testing::TestWithParam<SandboxLevel> {
 protected:
  void SetUp() override {
    launcher_.connect({port(), kBase, "http://127.0.0.1:43210/given/",
                       [this](base::UniqueFd connection) { served_.push_back(std::move(connection)); },
                       MAGNETAR_AIRLOCK});
    bool ready = false;
    launcher_.when_ready([&] { ready = true; });
    ASSERT_TRUE(tests::run_until(loop_, [&] { return ready; }));
    if (launcher_.sandbox_level() != GetParam()) GTEST_SKIP() << "bubblewrap or Landlock does not work here";
    canary_.async_accept(
        [this](const boost::system::error_code& error, const tcp::socket&) { touched_ = !error; });
    endpoint_.async_accept(
        [this](const boost::system::error_code& error, const tcp::socket&) { reached_ = !error; });
  }

  /// Has ffprobe open a URL. `until` is a further condition besides its end.
  void open(std::uint16_t port, const std::function<bool()>& until) {
    open("http://127.0.0.1:" + std::to_string(port) + "/secret/film", until);
  }

  void open(const std::string& url, const std::function<bool()>& until) {
    auto child = launcher_.start(Tool::ffprobe, {"-v", "error", "-i", url}, kLimits, Outputs::one,
                                 [this](const ChildEnd& end) { end_ = end; });
    ASSERT_TRUE(child);
    child_ = std::move(child.value());
    ASSERT_TRUE(tests::run_until(loop_, [&] { return end_ || until(); }));
  }

  /// Under Landlock, programs use the machine's own network, on which the endpoint listens.
  std::uint16_t port() const {
    return GetParam() == SandboxLevel::network ? kPort : endpoint_.local_endpoint().port();
  }

  static constexpr std::uint16_t kPort = 43210;
  static constexpr const char* kBase = "http://127.0.0.1:43210/secret/";
  base::Loop loop_;
  const WithoutBubblewrap without_bubblewrap_;
  Launcher launcher_{loop_.context(), GetParam() == SandboxLevel::network ? "" : without_bubblewrap_.path()};
  tcp::acceptor canary_{loop_.context(), tcp::endpoint(boost::asio::ip::address_v4::loopback(), 0)};
  tcp::acceptor endpoint_{loop_.context(), tcp::endpoint(boost::asio::ip::address_v4::loopback(), 0)};
  bool touched_ = false;
  bool reached_ = false;
  std::vector<base::UniqueFd> served_;
  std::optional<ChildEnd> end_;
  std::unique_ptr<Child> child_;
};

TEST_P(LauncherTest, ProgramsReachTheEndpoint) {
  open(port(), [&] { return !served_.empty() || reached_; });
  EXPECT_EQ(served_.size(), GetParam() == SandboxLevel::network ? 1U : 0U);
  EXPECT_EQ(reached_, GetParam() == SandboxLevel::landlock);
}

/// Tests of the sandbox with a network of its own; under Landlock the endpoint requires the secret.
class OwnNetworkTest : public LauncherTest {};

TEST_P(OwnNetworkTest, WhatOthersSeeOfAProgramsArgumentsHoldsNoSecret) {
  open(kPort, [&] { return !served_.empty(); });
  ASSERT_EQ(served_.size(), 1U);
  std::string asked(15, '\0');
  tcp::socket connection(loop_.context(), tcp::v4(), served_[0].release());
  connection.non_blocking(false);
  boost::asio::read(connection, boost::asio::buffer(asked));
  EXPECT_EQ(asked, "GET /given/film");
}

TEST_P(LauncherTest, ProgramsReachNothingElseOfThisMachine) {
  open(canary_.local_endpoint().port(), [] { return false; });
  ASSERT_TRUE(end_);
  EXPECT_NE(end_->code, 0);
  const bool confined = GetParam() == SandboxLevel::network;
  EXPECT_NE(end_->words.find(confined ? "Connection refused" : "Permission denied"), std::string::npos)
      << end_->words;
  EXPECT_FALSE(touched_);
}

TEST_P(LauncherTest, ProgramsReadNoFileOfThePerson) {
  const tests::TempDir home;
  std::ofstream(home.path() / "letter.txt") << "secret";
  open((home.path() / "letter.txt").string(), [] { return false; });
  ASSERT_TRUE(end_);
  const bool confined = GetParam() == SandboxLevel::network;
  EXPECT_NE(end_->words.find(confined ? "No such file" : "Permission denied"), std::string::npos)
      << end_->words;
}

/// An upgrade replaces the programs while the daemon runs.
class LauncherUpgradeTest : public testing::Test {
 protected:
  LauncherUpgradeTest() {
    std::filesystem::copy_file(MAGNETAR_AIRLOCK, airlock());
    launcher_.connect({43210, "http://127.0.0.1:43210/secret/", "http://127.0.0.1:43210/given/",
                       [](const base::UniqueFd&) {}, airlock()});
  }

  [[nodiscard]] std::filesystem::path airlock() const { return folder_.path() / "magnetar-airlock"; }

  SandboxLevel level_now() {
    bool ready = false;
    launcher_.when_ready([&] { ready = true; });
    EXPECT_TRUE(tests::run_until(loop_, [&] { return ready; }));
    return launcher_.sandbox_level();
  }

  /// The exit code of `ffprobe -version`.
  int run_ffprobe() {
    std::optional<ChildEnd> end;
    auto child = launcher_.start(Tool::ffprobe, {"-version"}, kLimits, Outputs::one,
                                 [&](const ChildEnd& ended) { end = ended; });
    EXPECT_TRUE(child);
    EXPECT_TRUE(tests::run_until(loop_, [&] { return end.has_value(); }));
    return end ? end->code : -1;
  }

  base::Loop loop_;
  const tests::TempDir folder_;
  Launcher launcher_{loop_.context(), ""};
};

TEST_F(LauncherUpgradeTest, WithoutItsAirlockAProgramRunsInTheSandboxThatIsLeftAndInTheFullOneWhenItIsBack) {
  if (level_now() != SandboxLevel::network) GTEST_SKIP() << "bubblewrap does not work here";
  std::filesystem::remove(airlock());

  EXPECT_EQ(level_now(), SandboxLevel::files);
  EXPECT_EQ(run_ffprobe(), 0);

  std::filesystem::copy_file(MAGNETAR_AIRLOCK, airlock());
  EXPECT_EQ(level_now(), SandboxLevel::network);
  EXPECT_EQ(run_ffprobe(), 0);
}

INSTANTIATE_TEST_SUITE_P(SandboxLevels, OwnNetworkTest, testing::Values(SandboxLevel::network));
INSTANTIATE_TEST_SUITE_P(SandboxLevels, LauncherTest,
                         testing::Values(SandboxLevel::network, SandboxLevel::landlock),
                         [](const auto& sandbox) {
                           return sandbox.param == SandboxLevel::network ? "Bubblewrap" : "Landlock";
                         });

}  // namespace
}  // namespace magnetar::media
