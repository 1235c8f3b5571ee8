#include "app/cli/format.h"

#include <gtest/gtest.h>

namespace magnetar::app::cli {
namespace {

using namespace std::chrono_literals;

TEST(Format, GivesBytesTheUnitThatReadsBest) {
  EXPECT_EQ(format_bytes(0), "0 B");
  EXPECT_EQ(format_bytes(999), "999 B");
  EXPECT_EQ(format_bytes(1000), "1.0 kB");
  EXPECT_EQ(format_bytes(999'949), "999.9 kB");
  EXPECT_EQ(format_bytes(999'999), "1.0 MB");
  EXPECT_EQ(format_bytes(21'474'836'480), "21.5 GB");
  EXPECT_EQ(format_bytes(3'000'000'000'000'000), "3000.0 TB");
}

TEST(Format, GivesRatesBySecond) {
  EXPECT_EQ(format_rate(2'100'000), "2.1 MB/s");
}

TEST(Format, NeverCallsWhatIsNotWholeAHundredPercent) {
  EXPECT_EQ(format_percent(0), "0 %");
  EXPECT_EQ(format_percent(0.6299), "62 %");
  EXPECT_EQ(format_percent(0.99999), "99 %");
  EXPECT_EQ(format_percent(1), "100 %");
  EXPECT_EQ(format_percent(7), "100 %");
  EXPECT_EQ(format_percent(-1), "0 %");
}

TEST(Format, GivesDurationsTwoUnitsAtMost) {
  EXPECT_EQ(format_duration(0s), "0 s");
  EXPECT_EQ(format_duration(59s), "59 s");
  EXPECT_EQ(format_duration(60s), "1 min");
  EXPECT_EQ(format_duration(200s), "3 min 20 s");
  EXPECT_EQ(format_duration(7500s), "2 h 5 min");
  EXPECT_EQ(format_duration(273600s), "3 d 4 h");
  EXPECT_EQ(format_duration(-5s), "0 s");
}

TEST(Format, TakesTheTerminalsSequencesOutOfNames) {
  EXPECT_EQ(printable("film\x1b[2J\r\n\x7f.mkv"), "film?[2J???.mkv");
  EXPECT_EQ(printable("c1 \xc2\x9b end"), "c1 ? end");
  EXPECT_EQ(printable("gpj.\xe2\x80\xae"
                      "exe \xe2\x81\xa6x"),
            "gpj.?exe ?x");
  EXPECT_EQ(printable("größer – 電影 🎬"), "größer – 電影 🎬");
  EXPECT_EQ(printable("cut \xc2"), "cut \xc2");
}

TEST(Format, ShortensByCharactersNotBytes) {
  EXPECT_EQ(shorten("größer", 6), "größer");
  EXPECT_EQ(shorten("größer", 5), "größ…");
  EXPECT_EQ(shorten("🎬🎬🎬", 2), "🎬…");
  EXPECT_EQ(shorten("", 5), "");
}

}  // namespace
}  // namespace magnetar::app::cli
