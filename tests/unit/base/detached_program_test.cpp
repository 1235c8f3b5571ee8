#include "base/detached_program.h"

#include <fcntl.h>
#include <gtest/gtest.h>

#include <csignal>
#include <fstream>
#include <iterator>

#include "support/temp_dir.h"

namespace magnetar::base {
namespace {

class DetachedProgramTest : public ::testing::Test {
 protected:
  /// The output of a shell on its standard error, which is appended to a file.
  std::string said_by(const std::string& script) {
    const auto started = start_detached({"/bin/sh", {"-c", script}, log});
    if (!started) return started.error().message;
    code = wait_for(started.value().handle.get());
    std::ifstream in(log);
    return {std::istreambuf_iterator<char>(in), {}};
  }

  magnetar::tests::TempDir folder;
  const std::filesystem::path log = folder / "log";
  int code = -1;
};

TEST_F(DetachedProgramTest, HasNoDescriptorOfThisProcess) {
  const UniqueFd inherited(::open("/dev/null", O_RDONLY));
  ASSERT_GE(inherited.get(), 3);
  EXPECT_EQ(said_by("for f in /proc/$$/fd/*; do if [ -e $f ]; then printf '%s ' ${f##*/} >&2; fi; done"),
            "0 1 2 ");
  EXPECT_EQ(code, 0);
}

TEST_F(DetachedProgramTest, LeadsASessionOfItsOwnInTheRootFolder) {
  EXPECT_EQ(
      said_by("read -r id _ _ _ group session _ < /proc/$$/stat; [ $id = $group ] && [ $id = $session ] && "
              "printf '%s' $PWD >&2"),
      "/");
}

TEST_F(DetachedProgramTest, HasDefaultSignals) {
  const auto before = std::signal(SIGTERM, SIG_IGN);
  said_by("kill -TERM $$; exit 3");
  std::signal(SIGTERM, before);
  EXPECT_EQ(code, 143);
}

TEST_F(DetachedProgramTest, TellsItsExitCodeWhereTheParentInheritedThatSigchldIsIgnored) {
  const auto before = std::signal(SIGCHLD, SIG_IGN);
  said_by("exit 3");
  std::signal(SIGCHLD, before);
  EXPECT_EQ(code, 3);
}

TEST_F(DetachedProgramTest, GetsItsArgumentsAsTheyAre) {
  const auto started =
      start_detached({"/bin/sh", {"-c", "printf '[%s]' \"$@\" >&2", "name", "a b\"'$(id)", ""}, log});
  ASSERT_TRUE(started);
  EXPECT_EQ(wait_for(started.value().handle.get()), 0);
  std::ifstream in(log);
  EXPECT_EQ(std::string(std::istreambuf_iterator<char>(in), {}), "[a b\"'$(id)][]");
}

TEST_F(DetachedProgramTest, AppendsToALogThatOnlyThisUserReads) {
  EXPECT_EQ(said_by("printf before >&2"), "before");
  EXPECT_EQ(said_by("printf ' after' >&2"), "before after");
  EXPECT_EQ(std::filesystem::status(log).permissions(),
            std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
}

TEST_F(DetachedProgramTest, SaysWhenThereIsNoSuchProgram) {
  const auto started = start_detached({"/nowhere/program", {}});
  ASSERT_FALSE(started);
  EXPECT_EQ(started.error().code, ErrorCode::not_found);
  EXPECT_EQ(started.error().subject, "/nowhere/program");
}

}  // namespace
}  // namespace magnetar::base
