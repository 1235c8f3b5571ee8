#include "engine/text.h"

#include <gtest/gtest.h>

namespace magnetar::engine {
namespace {

TEST(CleanText, KeepsLettersOfEveryScript) {
  EXPECT_EQ(clean_text("Ünïcode Фильм 映画 🎬.mkv", 256), "Ünïcode Фильм 映画 🎬.mkv");
}

TEST(CleanText, DropsControlCharacters) {
  EXPECT_EQ(clean_text(std::string_view("a\0b\x1b[31mc\r\n\x7f\xc2\x85", 14), 256), "ab[31mc");
}

TEST(CleanText, DropsCharactersThatReorderOrHide) {
  EXPECT_EQ(clean_text("film\xe2\x80\xae"
                       "4pm.exe\xe2\x81\xa6\xe2\x80\x8b\xef\xbb\xbf\xd8\x9c",
                       256),
            "film4pm.exe");
}

TEST(CleanText, ReplacesOnlyTheBytesThatAreNotValidUtf8) {
  EXPECT_EQ(clean_text("Caf\xe9.mkv", 256), "Caf\uFFFD.mkv");
  EXPECT_EQ(clean_text("a\xff\xe2\x82z", 256), "a\uFFFD\uFFFD\uFFFDz");
  EXPECT_EQ(clean_text("\xff\xff", 4), "\uFFFD");
}

TEST(CleanText, KeepsTheJoinersThatChangeWords) {
  EXPECT_EQ(clean_text("\u0645\u06cc\u200c\u0631\u0648\u0645.mkv", 256),
            "\u0645\u06cc\u200c\u0631\u0648\u0645.mkv");
  EXPECT_EQ(clean_text("\U0001F469\u200D\U0001F52C", 256), "\U0001F469\u200D\U0001F52C");
  EXPECT_EQ(clean_text("\u0915\u094d\u200d\u0937", 256), "\u0915\u094d\u200d\u0937");
}

TEST(CleanText, CutsBetweenCharactersNotInsideThem) {
  EXPECT_EQ(clean_text("äöü", 5), "äö");
  EXPECT_EQ(clean_text("äöü", 0), "");
}

}  // namespace
}  // namespace magnetar::engine
