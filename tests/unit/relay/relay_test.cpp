#include "app/relay/relay.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "support/fake_clock.h"

namespace magnetar::app::relay {
namespace {

using namespace std::chrono_literals;
using base::Error;
using base::ErrorCode;
using nlohmann::json;

// The calls of a channel, kept by the test; the channel itself belongs to the relay.
struct Line {
  messaging::FrameChannel::Events events;
  std::vector<std::string> sent;
  bool closing = false;
  bool alive = true;

  void close(const base::Result<void>& reason = base::success()) {
    const auto on_closed = events.on_closed;
    on_closed(reason);
  }
};

class FakeChannel final : public messaging::FrameChannel {
 public:
  explicit FakeChannel(std::shared_ptr<Line> line) : line_(std::move(line)) {}
  ~FakeChannel() override { line_->alive = false; }
  FakeChannel(const FakeChannel&) = delete;
  FakeChannel& operator=(const FakeChannel&) = delete;
  void start(Events events) override { line_->events = std::move(events); }
  bool send(std::string_view payload) override {
    line_->sent.emplace_back(payload);
    return true;
  }
  void close_after_flush() override { line_->closing = true; }

 private:
  std::shared_ptr<Line> line_;
};

class FakeDoor final : public DaemonDoor {
 public:
  void open(Opened opened) override {
    ++asked;
    waiting = std::move(opened);
  }
  std::shared_ptr<Line> let_in() {
    const auto line = std::make_shared<Line>();
    std::exchange(waiting,
                  nullptr)(std::unique_ptr<messaging::FrameChannel>(std::make_unique<FakeChannel>(line)));
    return line;
  }
  void refuse(const std::string& why) {
    std::exchange(waiting, nullptr)(Error{ErrorCode::daemon_unavailable, why});
  }
  int asked = 0;
  Opened waiting;
};

class RelayTest : public ::testing::Test {
 protected:
  RelayTest() { relay.start(); }
  void from_browser(const std::string& payload) { browser->events.on_frame(payload); }

  tests::FakeClock clock;
  std::shared_ptr<Line> browser = std::make_shared<Line>();
  FakeDoor door;
  std::optional<int> exit_code;
  Relay relay{clock, std::make_unique<FakeChannel>(browser), door, [this](int code) { exit_code = code; }};
};

TEST_F(RelayTest, PassesFramesBothWaysUnchanged) {
  const auto daemon = door.let_in();
  from_browser("not even JSON \xff");
  daemon->events.on_frame("nor this \x01");
  EXPECT_EQ(daemon->sent, std::vector<std::string>{"not even JSON \xff"});
  EXPECT_EQ(browser->sent, std::vector<std::string>{"nor this \x01"});
}

TEST_F(RelayTest, KeepsFramesInOrderUntilThereIsADaemon) {
  from_browser("1");
  from_browser("2");
  const auto daemon = door.let_in();
  from_browser("3");
  EXPECT_EQ(daemon->sent, (std::vector<std::string>{"1", "2", "3"}));
  EXPECT_TRUE(browser->sent.empty()) << "the first connection is not news";
}

TEST_F(RelayTest, TellsWhenTheDaemonIsLostAndWhenItIsBack) {
  const auto first = door.let_in();
  first->close(Error{ErrorCode::io_error, "broken"});
  EXPECT_EQ(door.asked, 2);
  ASSERT_EQ(browser->sent.size(), 1U);
  EXPECT_EQ(json::parse(browser->sent[0]),
            json::parse(R"({"jsonrpc":"2.0","method":"host.daemon_lost","params":{}})"));
  from_browser("hello again");
  const auto second = door.let_in();
  ASSERT_EQ(browser->sent.size(), 2U);
  EXPECT_EQ(json::parse(browser->sent[1]),
            json::parse(R"({"jsonrpc":"2.0","method":"host.daemon_ready","params":{}})"));
  EXPECT_EQ(second->sent, std::vector<std::string>{"hello again"});
  EXPECT_FALSE(exit_code);
}

TEST_F(RelayTest, GivesUpWithWordsWhenThereIsNoDaemon) {
  door.refuse("it is not installed");
  ASSERT_EQ(browser->sent.size(), 1U);
  EXPECT_EQ(json::parse(browser->sent[0]),
            json::parse(R"({"jsonrpc":"2.0","method":"host.unavailable","params":
      {"code":1101,"name":"daemon_unavailable","message":"it is not installed"}})"));
  EXPECT_TRUE(browser->closing);
  EXPECT_FALSE(exit_code) << "the words are still on their way";
  browser->close();
  EXPECT_EQ(exit_code, 1);
}

TEST_F(RelayTest, GivesUpWhenTheDaemonIsLostFiveTimesInAMinute) {
  for (int loss = 1; loss <= 5; ++loss) {
    EXPECT_FALSE(browser->closing) << loss;
    door.let_in()->close();
    clock.advance(14s);
  }
  EXPECT_TRUE(browser->closing);
  EXPECT_EQ(json::parse(browser->sent.back()).at("params").at("code"), 1101);
  EXPECT_EQ(door.asked, 5);
}

TEST_F(RelayTest, GoesOnForEverWhenLossesAreRare) {
  for (int loss = 0; loss < 50; ++loss) {
    door.let_in()->close();
    clock.advance(16s);
  }
  EXPECT_FALSE(browser->closing);
}

TEST_F(RelayTest, EndsWithTheBrowserAfterTheDaemonHasItsFrames) {
  const auto daemon = door.let_in();
  from_browser("last wish");
  browser->close();
  EXPECT_TRUE(daemon->closing);
  EXPECT_FALSE(exit_code);
  daemon->close();
  EXPECT_EQ(exit_code, 0);
}

TEST_F(RelayTest, EndsWithTheBrowserWhileTheDaemonIsStillStarting) {
  browser->close();
  EXPECT_EQ(exit_code, 0);
  const auto late = door.let_in();
  EXPECT_FALSE(late->alive);
}

TEST_F(RelayTest, EndsWithOneWhenTheBrowsersStreamBreaks) {
  browser->close(Error{ErrorCode::invalid_request, "a length over the limit"});
  EXPECT_EQ(exit_code, 1);
}

TEST_F(RelayTest, StopsWhenItIsTold) {
  const auto daemon = door.let_in();
  relay.stop();
  EXPECT_TRUE(browser->closing);
  browser->close();
  daemon->close();
  EXPECT_EQ(exit_code, 0);
}

TEST_F(RelayTest, KeepsNoMoreThanItsCapForADaemonThatDoesNotCome) {
  const std::string large(16777216, 'x');
  from_browser(large);
  from_browser(large);
  EXPECT_FALSE(browser->closing);
  from_browser("x");
  EXPECT_TRUE(browser->closing);
  EXPECT_EQ(json::parse(browser->sent.back()).at("params").at("code"), 1101);
}

}  // namespace
}  // namespace magnetar::app::relay
