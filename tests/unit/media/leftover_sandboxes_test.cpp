#include "media/leftover_sandboxes.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <csignal>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "base/new_process.h"
#include "base/unique_fd.h"
#include "media/programs.h"
#include "media/sandbox.h"
#include "support/run_loop.h"

namespace magnetar::media {
namespace {

constexpr Limits kLimits{std::uint64_t{1} << 30, std::chrono::seconds(10)};

/// The members of a session besides its leader.
std::vector<pid_t> followers_of(pid_t session) {
  std::vector<pid_t> found;
  for (const auto& entry : std::filesystem::directory_iterator("/proc")) {
    const std::string name = entry.path().filename().string();
    if (name.find_first_not_of("0123456789") != std::string::npos) continue;
    const auto pid = static_cast<pid_t>(std::stol(name));
    if (pid != session && ::getsid(pid) == session) found.push_back(pid);
  }
  return found;
}

class LeftoverSandboxesTest : public testing::Test {
 protected:
  void SetUp() override {
    tools_.bwrap = find_program("bwrap", "");
    if (tools_.bwrap.empty()) GTEST_SKIP() << "bubblewrap is not installed";
    ASSERT_EQ(::pipe(never_ready_.data()), 0);
    ASSERT_TRUE(nothing_);
    tools_.closes_namespaces = false;  // bubblewrap rejects --disable-userns beside --userns-block-fd
    // Makes orphans children of this process, which then sees their end.
    ASSERT_EQ(::prctl(PR_SET_CHILD_SUBREAPER, 1), 0);
  }
  void TearDown() override {
    ::prctl(PR_SET_CHILD_SUBREAPER, 0);
    for (const int end : never_ready_) ::close(end);
  }

  /// A sandbox whose second process waits for the first one, which waits for the end of a pipe that stays
  /// open.
  base::Started sandbox_that_starts() {
    auto command = confined(tools_, kLimits, {"/usr/bin/sleep", "60"});
    command.insert(command.begin() + 1, {"--userns-block-fd", "3", "--info-fd", "4"});
    base::NewProcess process;
    process.give(3, never_ready_[0]);
    process.give(4, nothing_.get());
    char* no_environment = nullptr;
    auto started = process.start(command, &no_environment);
    EXPECT_TRUE(started);
    return std::move(started.value());
  }

  base::Loop loop_;
  /// Wakes run_until() to look again: the loop has no event for the end of processes.
  const std::unique_ptr<base::Timer> look_again_ = loop_.every(std::chrono::milliseconds(5), [] {});
  SandboxTools tools_;
  const base::UniqueFd nothing_{::open("/dev/null", O_WRONLY | O_CLOEXEC)};
  std::array<int, 2> never_ready_{-1, -1};
};

TEST_F(LeftoverSandboxesTest, ASandboxWhoseFirstProcessWasKilledWhileItStartedIsEnded) {
  const auto sandbox = sandbox_that_starts();
  ASSERT_TRUE(tests::run_until(loop_, [&] { return !followers_of(sandbox.id).empty(); }))
      << "no second process";
  const pid_t second = followers_of(sandbox.id).front();
  ::kill(sandbox.id, SIGKILL);
  base::wait_for(sandbox.handle.get());
  ASSERT_EQ(::kill(second, 0), 0) << "the second process went by itself: nothing is shown";

  EXPECT_EQ(end_leftover_sandboxes(), 1);

  ASSERT_TRUE(tests::run_until(loop_, [&] { return ::waitpid(second, nullptr, WNOHANG) == second; }));
}

TEST_F(LeftoverSandboxesTest, ASandboxWhoseFirstProcessLivesIsLeftAlone) {
  const auto sandbox = sandbox_that_starts();
  ASSERT_TRUE(tests::run_until(loop_, [&] { return !followers_of(sandbox.id).empty(); }))
      << "no second process";
  const pid_t second = followers_of(sandbox.id).front();

  EXPECT_EQ(end_leftover_sandboxes(), 0);

  EXPECT_EQ(::kill(second, 0), 0);
  ::kill(-sandbox.id, SIGKILL);
  base::wait_for(sandbox.handle.get());
}

}  // namespace
}  // namespace magnetar::media
