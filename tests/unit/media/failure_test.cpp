#include "media/failure.h"

#include <gtest/gtest.h>

namespace magnetar::media {
namespace {

using base::ErrorCode;

const std::string kUrl = "http://127.0.0.1:1/secret/torrents/a/files/0/Film.mkv";

TEST(Failure, IsNoneWhenTheProgramDidItsWork) {
  EXPECT_FALSE(failure_of({0, ""}, kUrl));
  EXPECT_FALSE(
      failure_of({0, "[matroska @ 0x5] some damage\n[h264 @ 0x5] Input/output error in a name\n"}, kUrl));
}

TEST(Failure, IsNoneWhenLostBytesCameAfterAll) {
  const std::string cut = "[http @ 0x1] Stream ends prematurely at 5, should be 10\n";
  const std::string again =
      "[http @ 0x1] Will reconnect at 5 in 0 second(s), error=Connection reset by peer.\n";
  EXPECT_FALSE(failure_of({0, cut + again}, kUrl));
  EXPECT_TRUE(failure_of({0, cut + again + cut}, kUrl));
}

TEST(Failure, IsTheFilmsWhenItCannotBeRead) {
  const auto failure =
      failure_of({1, "[x @ 0x1] blah\n" + kUrl + ": Invalid data found when processing input\n"}, kUrl);
  ASSERT_TRUE(failure);
  EXPECT_EQ(failure->code, ErrorCode::media_unreadable);
  EXPECT_EQ(failure->message, "the film: Invalid data found when processing input");
}

TEST(Failure, IsOfTheBytesWhenTheyDoNotComeThoughTheProgramCallsThatTheEnd) {
  for (const auto& [code, words] : std::vector<std::pair<int, std::string>>{
           {0, kUrl + ": Connection reset by peer\n"},
           {0, kUrl + ": Input/output error\nlast words\n"},
           {0, "[http @ 0x1] Stream ends prematurely at 5, should be 10\n"},
           {1, "[http @ 0x1] HTTP error 404 Not Found\n" + kUrl + ": Server returned 404 Not Found\n"}}) {
    const auto failure = failure_of({code, words}, kUrl);
    ASSERT_TRUE(failure) << words;
    EXPECT_EQ(failure->code, ErrorCode::io_error) << words;
    EXPECT_EQ(failure->message.find("secret"), std::string::npos) << failure->message;
  }
}

TEST(Failure, HasWordsWhenTheProgramHadNone) {
  const auto failure = failure_of({152, ""}, kUrl);
  ASSERT_TRUE(failure);
  EXPECT_EQ(failure->code, ErrorCode::media_unreadable);
  EXPECT_EQ(failure->message, "ended with 152");
}

}  // namespace
}  // namespace magnetar::media
