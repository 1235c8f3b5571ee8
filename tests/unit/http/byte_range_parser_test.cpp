#include "http/byte_range_parser.h"

#include <gtest/gtest.h>

#include <random>

namespace magnetar::http {
namespace {

using Ranges = std::vector<base::ByteRange>;

Ranges ranges(std::string_view header, std::int64_t size = 1000) {
  const auto selection = select_ranges(header, size);
  const auto* found = std::get_if<Ranges>(&selection);
  return found != nullptr ? *found : Ranges{};
}

TEST(ByteRangeParser, ReadsOneRange) {
  EXPECT_EQ(ranges("bytes=0-0"), (Ranges{{0, 1}}));
  EXPECT_EQ(ranges("bytes=0-499"), (Ranges{{0, 500}}));
  EXPECT_EQ(ranges("bytes=500-"), (Ranges{{500, 1000}}));
  EXPECT_EQ(ranges("bytes=-1"), (Ranges{{999, 1000}}));
  EXPECT_EQ(ranges("bytes=-500"), (Ranges{{500, 1000}}));
  EXPECT_EQ(ranges("bytes=999-999"), (Ranges{{999, 1000}}));
}

TEST(ByteRangeParser, CutsAtTheEndOfTheFile) {
  EXPECT_EQ(ranges("bytes=500-1000"), (Ranges{{500, 1000}}));
  EXPECT_EQ(ranges("bytes=-1001"), (Ranges{{0, 1000}}));
  EXPECT_EQ(ranges("bytes=5-9223372036854775807"), (Ranges{{5, 1000}}));
  EXPECT_EQ(ranges("bytes=5-99999999999999999999999999"), (Ranges{{5, 1000}}));
  EXPECT_EQ(ranges("bytes=-99999999999999999999999999"), (Ranges{{0, 1000}}));
  EXPECT_EQ(ranges("bytes=0-18446744073709551615", 9223372036854775807), (Ranges{{0, 9223372036854775807}}));
}

TEST(ByteRangeParser, TakesAnyCaseAndBlanksAroundItems) {
  EXPECT_EQ(ranges("Bytes=1-2"), (Ranges{{1, 3}}));
  EXPECT_EQ(ranges("BYTES= 1-2 ,\t5-6 "), (Ranges{{1, 3}, {5, 7}}));
  EXPECT_EQ(ranges("bytes=,,1-2,,"), (Ranges{{1, 3}}));
}

TEST(ByteRangeParser, KeepsTheOrderAskedFor) {
  EXPECT_EQ(ranges("bytes=500-509,0-9,-5"), (Ranges{{500, 510}, {0, 10}, {995, 1000}}));
}

TEST(ByteRangeParser, JoinsRangesThatOverlapOrTouch) {
  EXPECT_EQ(ranges("bytes=0-4,5-9"), (Ranges{{0, 10}}));
  EXPECT_EQ(ranges("bytes=0-9,0-9,0-9"), (Ranges{{0, 10}}));
  EXPECT_EQ(ranges("bytes=0-0,500-599,20-29,10-540"), (Ranges{{0, 1}, {10, 600}}));
  EXPECT_EQ(ranges("bytes=0-9,20-29,10-19"), (Ranges{{0, 30}}));
  EXPECT_EQ(ranges("bytes=20-29,0-9,10-19"), (Ranges{{0, 30}}));
  EXPECT_EQ(ranges("bytes=50-,0-,-1"), (Ranges{{0, 1000}}));
}

TEST(ByteRangeParser, SkipsRangesThatCannotBeSatisfied) {
  EXPECT_EQ(ranges("bytes=1000-,5-6"), (Ranges{{5, 7}}));
  EXPECT_EQ(ranges("bytes=-0,5-6"), (Ranges{{5, 7}}));
}

TEST(ByteRangeParser, SaysWhenNoneCanBeSatisfied) {
  for (const char* header : {"bytes=1000-", "bytes=1000-1000", "bytes=-0", "bytes=2000-3000,-0",
                             "bytes=99999999999999999999-", "bytes=9223372036854775807-"}) {
    EXPECT_EQ(select_ranges(header, 1000), RangeSelection(Unsatisfiable{})) << header;
  }
}

TEST(ByteRangeParser, IgnoresWhatIsMalformedOrAnotherUnit) {
  for (const char* header :
       {"",           "bytes",         "bytes=",      "bytes= ",       "bytes=,",     "bytes=-",
        "bytes=a-b",  "bytes=1",       "bytes=5-4",   "bytes=0-4,9-8", "bytes=1-2-3", "bytes=--1",
        "bytes=+1-2", "bytes=0x1-2",   "bytes=1 - 2", "bytes =1-2",    " bytes=1-2",  "items=1-2",
        "bytes:1-2",  "bytes=1-2;3-4", "bytes=1.5-2", "bytes=1-2,x",   "bytes=-1-"}) {
    EXPECT_EQ(select_ranges(header, 1000), RangeSelection(WholeFile{})) << header;
  }
}

TEST(ByteRangeParser, TakesSixteenRangesAndIgnoresMore) {
  std::string header = "bytes=0-0";
  for (int i = 1; i < 16; ++i) header += "," + std::to_string(i * 10) + "-" + std::to_string(i * 10);
  EXPECT_EQ(ranges(header).size(), 16U);
  EXPECT_EQ(select_ranges(header + ",900-900", 1000), RangeSelection(WholeFile{}));
  EXPECT_EQ(select_ranges(header + ",2000-", 1000), RangeSelection(WholeFile{}));
}

TEST(ByteRangeParser, StandsAnyTextAndGivesOnlyRangesInsideTheFile) {
  std::mt19937 random(7);
  const std::string_view alphabet = "bytes=0123456789-, \tx";
  for (int round = 0; round < 20000; ++round) {
    std::string header = round % 4 == 0 ? "" : "bytes=";
    for (auto length = random() % 40; length > 0; --length) header += alphabet[random() % alphabet.size()];
    const auto size = static_cast<std::int64_t>(random() % 200);
    const auto found = ranges(header, size);
    for (std::size_t i = 0; i < found.size(); ++i) {
      ASSERT_TRUE(found[i].begin >= 0 && found[i].begin < found[i].end && found[i].end <= size) << header;
      for (std::size_t k = 0; k < i; ++k) {
        ASSERT_TRUE(found[i].end < found[k].begin || found[k].end < found[i].begin) << header;
      }
    }
  }
}

}  // namespace
}  // namespace magnetar::http
