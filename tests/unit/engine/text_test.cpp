#include "engine/text.h"

#include <gtest/gtest.h>

namespace magnetar::engine {
namespace {

TEST(CleanText, KeepsLettersOfEveryScript) {
  EXPECT_EQ(clean_text("Ünïcode Фильм 映画 🎬.mkv", 256), "Ünïcode Фильм 映画 🎬.mkv");
}

TEST(CleanText, DropsControlCharacters) {
  EXPECT_EQ(clean_text(std::string_view("a\0b\x1b[31mc\r\n\x7f\xc2\x85", 13), 256), "ab[31mc");
}

TEST(CleanText, DropsCharactersThatReorderOrHide) {
  EXPECT_EQ(clean_text("film\xe2\x80\xae"
                       "4pm.exe\xe2\x81\xa6\xe2\x80\x8b\xef\xbb\xbf\xd8\x9c",
                       256),
            "film4pm.exe");
}

TEST(CleanText, DropsWhatIsNotValidUtf8) {
  EXPECT_EQ(clean_text("a\xff\xc0\x80\xed\xa0\x80\xf5\x80\x80\x80\xe2\x82z", 256), "az");
}

TEST(CleanText, CutsBetweenCharactersNotInsideThem) {
  EXPECT_EQ(clean_text("äöü", 5), "äö");
  EXPECT_EQ(clean_text("äöü", 0), "");
}

}  // namespace
}  // namespace magnetar::engine
