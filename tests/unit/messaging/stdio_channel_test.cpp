#include "messaging/stdio_channel.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <iostream>
#include <string>

#include "base/unique_fd.h"
#include "channel_probe.h"
#include "support/run_loop.h"

namespace magnetar::messaging {
namespace {

using namespace std::string_literals;
using tests::ChannelProbe;
using tests::run_until;

// Replaces the three standard streams by pipes, and restores them at the end.
class StdioChannelTest : public ::testing::Test {
 protected:
  void SetUp() override {
    for (int fd = 0; fd < 3; ++fd)
      saved.at(static_cast<std::size_t>(fd)) = base::UniqueFd(::fcntl(fd, F_DUPFD_CLOEXEC, 10));
    to_input = pipe_in_place_of(0);
    from_output = pipe_in_place_of(1);
    from_errors = pipe_in_place_of(2);
  }
  void TearDown() override {
    std::fflush(stdout);
    for (int fd = 0; fd < 3; ++fd) ::dup2(saved.at(static_cast<std::size_t>(fd)).get(), fd);
  }
  static base::UniqueFd pipe_in_place_of(int fd) {
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) return {};
    const std::size_t inner = fd == 0 ? 0 : 1;
    ::dup2(ends.at(inner), fd);
    ::close(ends.at(inner));
    return base::UniqueFd(ends.at(1 - inner));
  }
  static std::string available(const base::UniqueFd& fd) {
    std::array<char, 4096> chunk{};
    ::fcntl(fd.get(), F_SETFL, O_NONBLOCK);
    const ssize_t got = ::read(fd.get(), chunk.data(), chunk.size());
    return got > 0 ? std::string(chunk.data(), static_cast<std::size_t>(got)) : std::string();
  }

  std::array<base::UniqueFd, 3> saved;
  base::UniqueFd to_input;
  base::UniqueFd from_output;
  base::UniqueFd from_errors;
  base::Loop loop;
};

TEST_F(StdioChannelTest, CarriesFramesBothWays) {
  ChannelProbe probe;
  probe.own(std::move(open_stdio_channel(loop, {})).value());
  ASSERT_EQ(::write(to_input.get(), "\x02\x00\x00\x00{}", 6), 6);
  EXPECT_TRUE(probe.channel->send("[]"));
  ASSERT_TRUE(run_until(loop, [&] { return !probe.frames.empty(); }));
  EXPECT_EQ(probe.frames, std::vector{"{}"s});
  tests::run_ready(loop);
  EXPECT_EQ(available(from_output), "\x02\x00\x00\x00[]"s);
}

TEST_F(StdioChannelTest, KeepsPrintedTextOutOfTheFrames) {
  const auto channel = std::move(open_stdio_channel(loop, {})).value();
  std::printf("printf ");
  std::fflush(stdout);
  std::cout << "cout " << std::flush;
  ASSERT_EQ(::write(1, "write", 5), 5);
  EXPECT_EQ(available(from_output), "");
  EXPECT_EQ(available(from_errors), "printf cout write");
}

TEST_F(StdioChannelTest, LeavesNothingToReadOnDescriptorZero) {
  const auto channel = std::move(open_stdio_channel(loop, {})).value();
  ASSERT_EQ(::write(to_input.get(), "x", 1), 1);
  char byte = 0;
  EXPECT_EQ(::read(0, &byte, 1), 0);
}

TEST_F(StdioChannelTest, LetsTheBrowserSeeTheEndWhenItIsDestroyed) {
  auto channel = std::move(open_stdio_channel(loop, {})).value();
  channel.reset();
  char byte = 0;
  EXPECT_EQ(::read(from_output.get(), &byte, 1), 0);
}

TEST_F(StdioChannelTest, FailsWithoutStandardInput) {
  ::close(0);
  EXPECT_FALSE(open_stdio_channel(loop, {}));
}

}  // namespace
}  // namespace magnetar::messaging
