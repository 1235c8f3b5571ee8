#include "tracker/query_string.h"

#include <gtest/gtest.h>

namespace magnetar::tracker {
namespace {

TEST(QueryString, ReadsAnyBytes) {
  const auto query = QueryString::parse("info_hash=%00%fF%25a+b&x&y=&info_hash=c").value();
  EXPECT_EQ(query.all("info_hash"), (std::vector<std::string_view>{std::string_view("\0\xff%a+b", 6), "c"}));
  EXPECT_EQ(query.find("x").value(), "");
  EXPECT_EQ(query.find("y").value(), "");
  EXPECT_EQ(query.find("z").value(), "");
}

TEST(QueryString, RefusesAParameterThatIsThereTwiceWhereOneIsMeant) {
  const auto query = QueryString::parse("port=1&port=2").value();
  EXPECT_EQ(query.find("port").error().message, "port is given twice.");
}

TEST(QueryString, RefusesWhatIsNotPercentEncoded) {
  for (const std::string_view text : {"a=%", "a=%1", "a=%g0", "a=%1g", "%zz=1", "a=%+1", "a=% 1", "a=%-1"})
    EXPECT_EQ(QueryString::parse(text).error().message,
              "A percent sign of the query is not followed by two hex digits.")
        << text;
  for (const std::string_view text : {"a=b c", "a=\xc3\xa9", "a=\x7f", "a=\t"})
    EXPECT_EQ(QueryString::parse(text).error().message, "The query holds a byte that is not percent-encoded.")
        << text;
}

TEST(QueryString, HasALimitOfParameters) {
  std::string text;
  for (std::size_t n = 0; n < QueryString::kMostParameters; ++n) text += "&a=1";
  EXPECT_TRUE(QueryString::parse(text));
  EXPECT_FALSE(QueryString::parse(text + "&a=1"));
}

TEST(QueryString, FindsTheTicketOfAnAnnounceUrl) {
  EXPECT_EQ(ticket_of("/announce?ticket=ab%20c"), "ab c");
  EXPECT_EQ(ticket_of("/announce"), "");
  EXPECT_EQ(ticket_of("/announce?ticket=a&ticket=b"), "");
  EXPECT_EQ(ticket_of("?ticket=%"), "");
}

}  // namespace
}  // namespace magnetar::tracker
