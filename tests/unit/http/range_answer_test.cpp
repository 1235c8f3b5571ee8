#include "http/range_answer.h"

#include <gtest/gtest.h>

namespace magnetar::http {
namespace {

using std::chrono::seconds;

TEST(ContentRange, NamesFirstLastAndTotal) {
  EXPECT_EQ(parse_content_range("bytes 0-99/1000"), (ContentRange{0, 99, 1000}));
  EXPECT_EQ(parse_content_range("bytes 5-5/*"), (ContentRange{5, 5, std::nullopt}));
}

TEST(ContentRange, IsNotGuessedFromWhatIsMalformed) {
  for (const char* value :
       {"", "bytes", "bytes ", "bytes */1000", "bytes 5-4/1000", "bytes -5-9/10", "bytes 0-99", "bytes 0-99/",
        "bytes 0-99/99", "bytes 0-99/1000x", "items 0-1/2", "bytes 0-/10", "bytes 0-99999999999999999999/*"})
    EXPECT_EQ(parse_content_range(value), std::nullopt) << value;
}

TEST(RetryAfter, IsSecondsOrADate) {
  EXPECT_EQ(parse_retry_after("120", 0), seconds(120));
  // The date is 784111777 seconds after 1970.
  EXPECT_EQ(parse_retry_after("Sun, 06 Nov 1994 08:49:37 GMT", 784111747), seconds(30));
  EXPECT_EQ(parse_retry_after("Sun, 06 Nov 1994 08:49:37 GMT", 784111999), seconds(0));
}

TEST(RetryAfter, HasABound) {
  EXPECT_EQ(parse_retry_after("999999999999", 0), seconds(24 * 60 * 60));
  EXPECT_EQ(parse_retry_after("", 0), std::nullopt);
  EXPECT_EQ(parse_retry_after("soon", 0), std::nullopt);
  EXPECT_EQ(parse_retry_after("-5", 0), std::nullopt);
}

}  // namespace
}  // namespace magnetar::http
