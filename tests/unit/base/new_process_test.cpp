#include "base/new_process.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>

namespace magnetar::base {
namespace {

std::array<char*, 2> environment() {
  static std::array<char, 6> word{"A=one"};
  return {word.data(), nullptr};
}

class NewProcessTest : public ::testing::Test {
 protected:
  void SetUp() override {
    std::array<int, 2> ends{};
    ASSERT_EQ(::pipe2(ends.data(), O_CLOEXEC), 0);
    ours = UniqueFd(ends[0]);
    theirs = UniqueFd(ends[1]);
  }

  /// The output of a shell on its standard output, a pipe to this process.
  std::string said_by(const std::string& script) {
    NewProcess process;
    process.give(STDOUT_FILENO, theirs.get());
    process.silence(STDERR_FILENO);
    auto words = environment();
    const auto started = process.start({"/bin/sh", "-c", script}, words.data());
    if (!started) return started.error().message;
    theirs = UniqueFd();
    std::string said;
    std::array<char, 256> part{};
    for (ssize_t size = 0; (size = ::read(ours.get(), part.data(), part.size())) > 0;)
      said.append(part.data(), static_cast<std::size_t>(size));
    code = wait_for(started.value().handle.get());
    return said;
  }

  UniqueFd ours;
  UniqueFd theirs;
  int code = -1;
};

TEST_F(NewProcessTest, HasTheDescriptorsThatItIsGivenAndNoOther) {
  const UniqueFd inherited(::open("/dev/null", O_RDONLY));
  ASSERT_GE(inherited.get(), 3);
  EXPECT_EQ(said_by("for f in /proc/$$/fd/*; do if [ -e $f ]; then printf '%s ' ${f##*/}; fi; done"),
            "0 1 2 ");
  EXPECT_EQ(code, 0);
}

TEST_F(NewProcessTest, LeadsASessionOfItsOwnInTheRootFolderWithTheGivenEnvironment) {
  EXPECT_EQ(
      said_by("read -r id _ _ _ group session _ < /proc/$$/stat; [ $id = $group ] && [ $id = $session ] && "
              "printf '%s %s' $PWD $A"),
      "/ one");
}

TEST_F(NewProcessTest, GivesSignalsTheirUsualMeaningBack) {
  const auto before = std::signal(SIGTERM, SIG_IGN);
  said_by("kill -TERM $$; exit 3");
  std::signal(SIGTERM, before);
  EXPECT_EQ(code, 128 + SIGTERM);
}

TEST_F(NewProcessTest, IsNotCollectedWhileItRuns) {
  std::array<int, 2> ends{};
  ASSERT_EQ(::pipe2(ends.data(), O_CLOEXEC), 0);
  const UniqueFd input(ends[0]);
  UniqueFd open_end(ends[1]);
  NewProcess process;
  process.give(STDIN_FILENO, input.get());
  auto words = environment();
  const auto started = process.start({"/bin/sh", "-c", "read -r line; exit 4"}, words.data());
  ASSERT_TRUE(started);
  const int handle = started.value().handle.get();
  ::fcntl(handle, F_SETFL, O_NONBLOCK);  // asio makes it non-blocking too
  EXPECT_EQ(collect(handle), std::nullopt);
  open_end = UniqueFd();
  EXPECT_EQ(wait_for(handle), 4);
}

TEST_F(NewProcessTest, TellsItsExitCode) {
  said_by("exit 7");
  EXPECT_EQ(code, 7);
}

/// Sets the disposition of SIGCHLD for its lifetime.
class ChildSignal {
 public:
  ChildSignal(void (*handler)(int), int flags) {
    struct sigaction given {};
    given.sa_handler = handler;
    given.sa_flags = flags;
    ::sigaction(SIGCHLD, &given, &before_);
  }
  ~ChildSignal() { ::sigaction(SIGCHLD, &before_, nullptr); }
  ChildSignal(const ChildSignal&) = delete;
  ChildSignal& operator=(const ChildSignal&) = delete;

 private:
  struct sigaction before_ {};
};

TEST_F(NewProcessTest, TellsItsExitCodeWhereTheParentInheritedThatSigchldIsIgnored) {
  const ChildSignal ignored(SIG_IGN, 0);
  said_by("exit 7");
  EXPECT_EQ(code, 7);
}

TEST_F(NewProcessTest, TellsItsExitCodeWhereTheParentInheritedThatChildrenAreNotWaitedFor) {
  const ChildSignal not_waited_for(SIG_DFL, SA_NOCLDWAIT);
  said_by("exit 7");
  EXPECT_EQ(code, 7);
}

TEST_F(NewProcessTest, HasEndedWhenItsExitCodeWasCollectedElsewhere) {
  NewProcess process;
  auto words = environment();
  const auto started = process.start({"/bin/sh", "-c", "exit 4"}, words.data());
  ASSERT_TRUE(started);
  ASSERT_EQ(::waitpid(started.value().id, nullptr, 0), started.value().id);
  EXPECT_EQ(collect(started.value().handle.get()), kLostExitCode);
  EXPECT_EQ(wait_for(started.value().handle.get()), kLostExitCode);
}

TEST_F(NewProcessTest, SaysWhenThereIsNoSuchProgram) {
  NewProcess process;
  auto words = environment();
  const auto started = process.start({"/nowhere/program"}, words.data());
  ASSERT_FALSE(started);
  EXPECT_EQ(started.error().code, ErrorCode::not_found);
  EXPECT_EQ(started.error().subject, "/nowhere/program");
}

}  // namespace
}  // namespace magnetar::base
