#include "media/pull_session.h"

#include <gtest/gtest.h>

#include "support/run_loop.h"
#include "unit/media/hand_timers.h"

namespace magnetar::media {
namespace {

using base::ErrorCode;
using Answer = base::Result<std::shared_ptr<const Chunk>>;

class PullSessionTest : public testing::Test {
 protected:
  void begin(const std::string& script, Outputs outputs = Outputs::one) {
    session_ = std::make_unique<PullSession>(timers_, "http://film");
    session_->begin(std::move(Child::start(loop_.context(), {"/bin/sh", "-c", script}, outputs,
                                           [this](const ChildEnd& end) { session_->ended(end); })
                                  .value()),
                    outputs);
  }

  Answer next(std::int64_t number) {
    std::optional<Answer> answer;
    session_->next(number, [&](const Answer& given) { answer = given; });
    EXPECT_TRUE(tests::run_until(loop_, [&] { return answer.has_value(); }));
    return *answer;
  }

  base::Loop loop_;
  HandTimers timers_;
  std::unique_ptr<PullSession> session_;
};

TEST_F(PullSessionTest, GivesChunksInOrderAndThenTheEnd) {
  begin("printf abc");
  const auto first = next(0);
  ASSERT_TRUE(first);
  EXPECT_EQ(first.value()->bytes, "abc");
  EXPECT_FALSE(first.value()->last);
  const auto end = next(1);
  ASSERT_TRUE(end);
  EXPECT_EQ(end.value()->bytes, "");
  EXPECT_TRUE(end.value()->last);
  EXPECT_TRUE(next(1).value()->last);
  EXPECT_EQ(next(2).error().code, ErrorCode::invalid_params);
}

TEST_F(PullSessionTest, GoesOnWithAnotherProgramWhereOneEndsWell) {
  begin("echo one >&3; printf abc", Outputs::two);
  int left = 2;
  session_->goes_on_with([&](double) -> base::Result<PullSession::Next> {
    if (left-- == 0) return PullSession::Next{};
    auto child = Child::start(loop_.context(), {"/bin/sh", "-c", "echo two >&3; printf def"}, Outputs::two,
                              [this](const ChildEnd& end) { session_->ended(end); });
    return PullSession::Next{std::move(child.value()), "http://more"};
  });
  std::string all;
  for (std::int64_t number = 0;; ++number) {
    const auto chunk = next(number);
    ASSERT_TRUE(chunk);
    all += chunk.value()->bytes;
    if (chunk.value()->last) break;
  }
  EXPECT_EQ(all, "abcdefdef");
  EXPECT_EQ(session_->text(0).value(), "one\ntwo\ntwo\n");
}

/// ftyp and an empty moov, as arguments of printf.
constexpr const char* kFtyp = R"(printf '\000\000\000\014ftypiso5')";
constexpr const char* kMoov = R"(printf '\000\000\000\010moov')";

TEST_F(PullSessionTest, HoldsTheFirstChunkUntilTheInitializationSegmentIsWhole) {
  // A box between both that is longer than what is read of the pipe at once, 1,000,000 bytes.
  const std::string free = R"(printf '\000\026\343\150free'; head -c 1500000 /dev/zero)";
  begin(std::string(kFtyp) + "; " + free + "; " + kMoov);
  session_->begins_with_init_segment();
  const auto first = next(0).value()->bytes;
  EXPECT_EQ(first.size(), 1'500'028U);
  EXPECT_TRUE(first.ends_with(std::string("\0\0\0\010moov", 8)));
  EXPECT_TRUE(next(1).value()->last);
}

TEST_F(PullSessionTest, WhatHasNoInitializationSegmentIsUnreadable) {
  begin("printf abc");
  session_->begins_with_init_segment();
  EXPECT_EQ(next(0).error().code, ErrorCode::media_unreadable);
  begin("head -c 5000000 /dev/zero");
  session_->begins_with_init_segment();
  EXPECT_EQ(next(0).error().code, ErrorCode::media_unreadable);
}

TEST_F(PullSessionTest, AFilmThatEndsBeforeItBeginsIsAnEmptyLastChunk) {
  begin("true");
  session_->begins_with_init_segment();
  const auto end = next(0);
  ASSERT_TRUE(end);
  EXPECT_TRUE(end.value()->last);
}

TEST_F(PullSessionTest, DoesNotGoOnWhereAProgramFailed) {
  begin("printf abc; exit 1");
  session_->goes_on_with([&](double) -> base::Result<PullSession::Next> {
    ADD_FAILURE() << "asked";
    return PullSession::Next{};
  });
  EXPECT_EQ(next(0).value()->bytes, "abc");
  EXPECT_EQ(next(1).error().code, ErrorCode::media_unreadable);
}

TEST_F(PullSessionTest, KeepsTheTextBesideTheFilm) {
  begin("echo WEBVTT >&3; printf abc; echo more >&3", Outputs::two);
  EXPECT_EQ(next(0).value()->bytes, "abc");
  EXPECT_TRUE(next(1).value()->last);
  EXPECT_EQ(session_->text(0).value(), "WEBVTT\nmore\n");
  EXPECT_EQ(session_->text(7).value(), "more\n");
  EXPECT_EQ(session_->text(12).value(), "");
  EXPECT_EQ(session_->text(13).error().code, ErrorCode::not_found);
}

TEST_F(PullSessionTest, ForgetsTextThatSomebodyAskedBeyond) {
  begin("head -c 3000000 /dev/zero >&3; printf abc; head -c 3000000 /dev/zero >&3", Outputs::two);
  EXPECT_EQ(next(0).value()->bytes, "abc");
  ASSERT_TRUE(tests::run_until(loop_, [&] { return session_->text(0).value().size() >= 3'000'000; }));
  EXPECT_TRUE(session_->text(2'999'999));
  EXPECT_EQ(session_->text(2'999'998).error().code, ErrorCode::not_found);
  EXPECT_TRUE(next(1).value()->last);
  EXPECT_EQ(session_->text(2'999'999).value().size(), 3'000'001U);
  EXPECT_EQ(session_->text(6'000'000).value(), "");
}

TEST_F(PullSessionTest, ReadsTextThatIsTooMuchAndKeepsItsBeginning) {
  begin("head -c 5000000 /dev/zero >&3; printf abc", Outputs::two);
  EXPECT_EQ(next(0).value()->bytes, "abc");
  EXPECT_TRUE(next(1).value()->last);
  EXPECT_EQ(session_->text(0).value().size(), 4'194'304U);
}

TEST_F(PullSessionTest, HasNoTextWithoutASecondOutput) {
  begin("printf abc");
  EXPECT_EQ(session_->text(0).error().code, ErrorCode::not_found);
}

TEST_F(PullSessionTest, GivesTheLastChunkAgainAndNoOther) {
  begin("printf abc; sleep 1000");
  EXPECT_EQ(next(0).value()->bytes, "abc");
  EXPECT_EQ(next(0).value()->bytes, "abc");
  EXPECT_EQ(next(2).error().code, ErrorCode::invalid_params);
  EXPECT_EQ(next(-1).error().code, ErrorCode::invalid_params);
}

TEST_F(PullSessionTest, GivesAtMostAMillionBytesAtOnce) {
  begin("head -c 2500000 /dev/zero");
  std::size_t size = 0;
  for (std::int64_t number = 0;; ++number) {
    const auto chunk = next(number);
    ASSERT_TRUE(chunk);
    EXPECT_LE(chunk.value()->bytes.size(), 1'000'000U);
    size += chunk.value()->bytes.size();
    if (chunk.value()->last) break;
  }
  EXPECT_EQ(size, 2'500'000U);
}

TEST_F(PullSessionTest, AnswersWithAnEmptyChunkWhenNothingCameForLong) {
  begin("sleep 1000");
  std::optional<Answer> answer;
  session_->next(0, [&](const Answer& given) { answer = given; });
  ASSERT_EQ(timers_.delays.size(), 1U);
  EXPECT_EQ(timers_.delays[0], std::chrono::seconds(120));
  EXPECT_FALSE(answer);
  timers_.fires[0]();
  ASSERT_TRUE(answer && *answer);
  EXPECT_EQ(answer->value()->bytes, "");
  EXPECT_FALSE(answer->value()->last);
}

TEST_F(PullSessionTest, KeepsBytesThatCameWhenNobodyWaitedAnyMore) {
  begin("printf abc; sleep 1000");
  std::optional<Answer> answer;
  session_->next(0, [&](const Answer& given) { answer = given; });
  timers_.fires[0]();
  EXPECT_EQ(answer->value()->bytes, "");
  EXPECT_EQ(next(1).value()->bytes, "abc");
}

TEST_F(PullSessionTest, AnswersEverybodyWhoAsksForTheSameChunk) {
  begin("printf abc; sleep 1000");
  int answers = 0;
  for (int n = 0; n < 2; ++n) {
    session_->next(0,
                   [&](const Answer& given) { answers += given && given.value()->bytes == "abc" ? 1 : 0; });
  }
  EXPECT_TRUE(tests::run_until(loop_, [&] { return answers == 2; }));
}

TEST_F(PullSessionTest, TellsWhatFailedAfterTheLastBytes) {
  begin("printf abc; echo 'film: Invalid data' >&2; exit 1");
  EXPECT_EQ(next(0).value()->bytes, "abc");
  EXPECT_EQ(next(1).error().code, ErrorCode::media_unreadable);
  EXPECT_EQ(next(1).error().message, "film: Invalid data");
}

TEST_F(PullSessionTest, TellsThoseWhoWaitThatItIsClosed) {
  begin("sleep 1000");
  std::optional<Answer> answer;
  session_->next(0, [&](const Answer& given) { answer = given; });
  session_.reset();
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->error().code, ErrorCode::unknown_session);
}

}  // namespace
}  // namespace magnetar::media
