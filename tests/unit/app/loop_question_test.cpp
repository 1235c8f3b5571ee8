#include "app/torrents/loop_question.h"

#include <gtest/gtest.h>

#include <thread>

#include "base/loop.h"

namespace magnetar::app {
namespace {

using namespace std::chrono_literals;

class LoopQuestionTest : public testing::Test {
 protected:
  LoopQuestionTest() : thread_([this] { loop.run(); }) {}
  ~LoopQuestionTest() override {
    loop.stop();
    thread_.join();
  }
  static base::TimePoint in(base::Duration time) { return std::chrono::steady_clock::now() + time; }

  base::Loop loop;
  base::CancelToken cancel;

 private:
  std::thread thread_;
};

TEST_F(LoopQuestionTest, BringsBackTheAnswerOfTheLoop) {
  const auto answer =
      ask_loop<int>(loop, in(10s), cancel, [this](auto reply) { reply(loop.in_loop() ? 7 : 0); });
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer.value(), 7);
}

TEST_F(LoopQuestionTest, WaitsForAnAnswerThatComesLater) {
  std::unique_ptr<base::Timer> timer;
  const auto answer = ask_loop<int>(loop, in(10s), cancel, [&](auto reply) {
    timer = loop.after(20ms, [reply] {
      reply(1);
      reply(2);
    });
  });
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer.value(), 1);
}

TEST_F(LoopQuestionTest, EndsAtTheDeadline) {
  std::function<void(base::Result<int>)> never_called;
  const auto answer = ask_loop<int>(loop, in(10ms), cancel, [&](auto reply) { never_called = reply; });
  ASSERT_FALSE(answer);
  EXPECT_EQ(static_cast<int>(answer.error().code), 1005);
}

TEST_F(LoopQuestionTest, EndsWhenNobodyWaitsAnyMore) {
  std::function<void(base::Result<int>)> never_called;
  const auto answer = ask_loop<int>(loop, in(10s), cancel, [&](auto reply) {
    never_called = reply;
    cancel.cancel();
  });
  ASSERT_FALSE(answer);
  EXPECT_EQ(static_cast<int>(answer.error().code), 1004);
}

}  // namespace
}  // namespace magnetar::app
