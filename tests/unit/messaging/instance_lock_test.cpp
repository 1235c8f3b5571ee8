#include "messaging/instance_lock.h"

#include <gtest/gtest.h>
#include <spawn.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include <filesystem>

#include "support/temp_dir.h"

namespace magnetar::messaging {
namespace {

using tests::TempDir;

bool can_lock(const std::filesystem::path& file) {
  const auto lock = InstanceLock::try_lock(file);
  return lock && lock.value().has_value();
}

TEST(InstanceLock, IsHeldByOneAtATimeAndLetGoWithTheObject) {
  const TempDir folder;
  {
    const auto first = InstanceLock::try_lock(folder / "lock");
    ASSERT_TRUE(first && first.value());
    const auto second = InstanceLock::try_lock(folder / "lock");
    ASSERT_TRUE(second);
    EXPECT_FALSE(second.value());
  }
  EXPECT_TRUE(can_lock(folder / "lock"));
}

TEST(InstanceLock, MovesWithItsObject) {
  const TempDir folder;
  auto first = InstanceLock::try_lock(folder / "lock");
  ASSERT_TRUE(first && first.value());
  const InstanceLock moved = *std::move(first).value();
  EXPECT_FALSE(can_lock(folder / "lock"));
}

TEST(InstanceLock, IsNotPassedOnToAChildProcess) {
  const TempDir folder;
  pid_t child = 0;
  {
    auto lock = InstanceLock::try_lock(folder / "lock");
    ASSERT_TRUE(lock && lock.value());
    char name[] = "/bin/cat";
    char* arguments[] = {name, nullptr};
    int pipe[2];
    ASSERT_EQ(::pipe(pipe), 0);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, pipe[0], 0);
    posix_spawn_file_actions_addclose(&actions, pipe[1]);
    ASSERT_EQ(::posix_spawn(&child, name, &actions, nullptr, arguments, nullptr), 0);
    posix_spawn_file_actions_destroy(&actions);
    ::close(pipe[0]);
    // The child runs until the pipe is closed.
    const base::UniqueFd hold(pipe[1]);
    EXPECT_FALSE(can_lock(folder / "lock"));
    lock.value().reset();
    EXPECT_TRUE(can_lock(folder / "lock"));
  }
  ASSERT_EQ(::waitpid(child, nullptr, 0), child);
}

TEST(InstanceLock, DoesNotFollowASymbolicLink) {
  const TempDir folder;
  std::filesystem::create_symlink(folder / "elsewhere", folder / "lock");
  EXPECT_EQ(InstanceLock::try_lock(folder / "lock").error().code, base::ErrorCode::io_error);
  EXPECT_FALSE(std::filesystem::exists(folder / "elsewhere"));
}

TEST(InstanceLock, FailsWithoutItsFolder) {
  const TempDir folder;
  EXPECT_EQ(InstanceLock::try_lock(folder / "none/lock").error().code, base::ErrorCode::io_error);
}

}  // namespace
}  // namespace magnetar::messaging
