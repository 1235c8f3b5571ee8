// The launcher with real processes: fake_daemon.cpp takes the daemon's place.

#include "app/relay/daemon_launcher.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <optional>
#include <sstream>
#include <string>
#include <vector>

#include "messaging/instance_lock.h"
#include "support/run_loop.h"
#include "support/temp_dir.h"

namespace magnetar::app::relay {
namespace {

using namespace std::chrono_literals;
using base::ErrorCode;
using messaging::FrameChannel;
using tests::run_until;
using tests::TempDir;

// One launcher and its result.
struct Attempt {
  Attempt(base::Loop& loop, const base::Paths& paths, DaemonLauncher::Options options)
      : launcher(loop, paths, std::move(options)) {
    open();
  }
  void open() {
    launcher.open([this](auto channel) {
      if (channel) {
        daemon = std::move(channel).value();
      } else {
        error = channel.error();
      }
    });
  }
  [[nodiscard]] bool done() const { return daemon || error; }

  DaemonLauncher launcher;
  std::unique_ptr<FrameChannel> daemon;
  std::optional<base::Error> error;
};

class DaemonLauncherTest : public ::testing::Test {
 protected:
  DaemonLauncher::Options options(const std::vector<std::string>& more = {}) const {
    DaemonLauncher::Options result;
    result.command = {MAGNETAR_FAKE_DAEMON, {paths.runtime.string()}, paths.log()};
    result.command.arguments.insert(result.command.arguments.end(), more.begin(), more.end());
    return result;
  }
  std::unique_ptr<Attempt> attempt(DaemonLauncher::Options with) {
    return std::make_unique<Attempt>(loop, paths, std::move(with));
  }
  // The fake daemon's answer: process, session, descriptors.
  std::vector<std::string> ask(FrameChannel& daemon) {
    std::optional<std::string> answer;
    daemon.start({[&answer](std::string payload) { answer = std::move(payload); }, [](const auto&) {}});
    daemon.send("who are you");
    EXPECT_TRUE(run_until(loop, [&] { return answer.has_value(); }));
    std::istringstream words(answer.value_or(""));
    return {std::istream_iterator<std::string>(words), {}};
  }

  TempDir folder;
  base::Paths paths{folder / "config", folder / "state", folder / "cache", folder / "run"};
  base::Loop loop;
};

TEST_F(DaemonLauncherTest, StartsADaemonWhenThereIsNone) {
  const auto first = attempt(options());
  ASSERT_TRUE(run_until(loop, [&] { return first->done(); }));
  ASSERT_TRUE(first->daemon) << first->error->message;
  EXPECT_NE(ask(*first->daemon).at(0), std::to_string(::getpid()));
}

TEST_F(DaemonLauncherTest, FindsTheDaemonThatRuns) {
  const auto first = attempt(options());
  ASSERT_TRUE(run_until(loop, [&] { return first->done(); }));
  const auto second = attempt(options({"9"}));
  ASSERT_TRUE(run_until(loop, [&] { return second->done(); }));
  ASSERT_TRUE(first->daemon && second->daemon);
  EXPECT_EQ(ask(*first->daemon).at(0), ask(*second->daemon).at(0));
}

TEST_F(DaemonLauncherTest, EndsWithOneDaemonWhenManyStartAtOnce) {
  std::vector<std::unique_ptr<Attempt>> attempts;
  for (int i = 0; i < 8; ++i) attempts.push_back(attempt(options()));
  const auto all_done = [&] {
    return std::ranges::all_of(attempts, [](const auto& one) { return one->done(); });
  };
  ASSERT_TRUE(run_until(loop, all_done));
  for (const auto& one : attempts) ASSERT_TRUE(one->daemon) << one->error->message;
  const std::string pid = ask(*attempts[0]->daemon).at(0);
  for (const auto& one : attempts) EXPECT_EQ(ask(*one->daemon).at(0), pid);
}

TEST_F(DaemonLauncherTest, TriesAgainWhenTheDaemonBeforeIsStillStopping) {
  ASSERT_TRUE(base::make_private_folder(paths.runtime));
  auto stopping = messaging::InstanceLock::try_lock(paths.lock());
  ASSERT_TRUE(stopping && stopping.value());
  const auto started = attempt(options());
  const auto timer = loop.after(400ms, [&] { stopping.value().reset(); });
  ASSERT_TRUE(run_until(loop, [&] { return started->done(); }));
  EXPECT_FALSE(stopping.value());
  EXPECT_TRUE(started->daemon);
}

TEST_F(DaemonLauncherTest, GivesUpAtItsDeadline) {
  ASSERT_TRUE(base::make_private_folder(paths.runtime));
  const auto held = messaging::InstanceLock::try_lock(paths.lock());
  auto hurried = options();
  hurried.deadline = 300ms;
  const auto started = attempt(hurried);
  ASSERT_TRUE(run_until(loop, [&] { return started->done(); }));
  ASSERT_TRUE(started->error);
  EXPECT_EQ(started->error->code, ErrorCode::daemon_unavailable);
}

TEST_F(DaemonLauncherTest, SaysHowTheDaemonEndedAndWhereToLook) {
  const auto started = attempt(options({"3"}));
  ASSERT_TRUE(run_until(loop, [&] { return started->done(); }));
  ASSERT_TRUE(started->error);
  EXPECT_EQ(started->error->code, ErrorCode::daemon_unavailable);
  EXPECT_NE(started->error->message.find("code 3"), std::string::npos) << started->error->message;
  EXPECT_NE(started->error->message.find(paths.log().string()), std::string::npos);
}

TEST_F(DaemonLauncherTest, SaysWhenThereIsNoProgram) {
  auto missing = options();
  missing.command.program = folder / "magnetar";
  const auto started = attempt(missing);
  ASSERT_TRUE(run_until(loop, [&] { return started->done(); }));
  ASSERT_TRUE(started->error);
  EXPECT_EQ(started->error->code, ErrorCode::daemon_unavailable);
  EXPECT_NE(started->error->message.find((folder / "magnetar").string()), std::string::npos);
}

TEST_F(DaemonLauncherTest, GivesTheDaemonNothingOfThisProcess) {
  // A descriptor without close-on-exec, like the pipes a browser leaves open.
  std::array<int, 2> ends{};
  ASSERT_EQ(::pipe(ends.data()), 0);
  const base::UniqueFd read_end(ends[0]);
  base::UniqueFd write_end(ends[1]);
  const auto started = attempt(options());
  ASSERT_TRUE(run_until(loop, [&] { return started->done(); }));
  ASSERT_TRUE(started->daemon);
  const auto about = ask(*started->daemon);
  EXPECT_EQ(about.at(0), about.at(1)) << "it leads a session of its own";
  EXPECT_NE(about.at(1), std::to_string(::getsid(0)));
  EXPECT_EQ(std::ranges::count_if(about, [](const std::string& word) { return word.starts_with("pipe:"); }),
            0);
  EXPECT_EQ(std::ranges::count(about, "/dev/null"), 2);
  EXPECT_EQ(std::ranges::count(about, paths.log().string()), 1);
  write_end = base::UniqueFd();
  char byte = 0;
  EXPECT_EQ(::read(read_end.get(), &byte, 1), 0) << "the pipe is closed while the daemon lives";
}

TEST_F(DaemonLauncherTest, StartsAnotherDaemonAfterTheFirstWasKilled) {
  const auto started = attempt(options());
  ASSERT_TRUE(run_until(loop, [&] { return started->done(); }));
  ASSERT_TRUE(started->daemon);
  bool lost = false;
  std::string first;
  started->daemon->start(
      {[&](std::string payload) { first = std::move(payload); }, [&](const auto&) { lost = true; }});
  started->daemon->send("who are you");
  ASSERT_TRUE(run_until(loop, [&] { return !first.empty(); }));
  ASSERT_EQ(::kill(std::stoi(first), SIGKILL), 0);
  ASSERT_TRUE(run_until(loop, [&] { return lost; }));
  started->daemon.reset();
  started->open();
  ASSERT_TRUE(run_until(loop, [&] { return started->done(); }));
  ASSERT_TRUE(started->daemon) << started->error->message;
  EXPECT_NE(std::stoi(ask(*started->daemon).at(0)), std::stoi(first));
}

TEST_F(DaemonLauncherTest, KeepsTheLogOfTheDaysBeforeWhenItGrowsLarge) {
  std::filesystem::create_directories(paths.state);
  std::ofstream(paths.log()) << std::string(4194305, 'x');
  const auto started = attempt(options());
  ASSERT_TRUE(run_until(loop, [&] { return started->done(); }));
  EXPECT_EQ(std::filesystem::file_size(paths.log().string() + ".1"), 4194305U);
  EXPECT_LT(std::filesystem::file_size(paths.log()), 1000U);
}

}  // namespace
}  // namespace magnetar::app::relay
