#include "media/subtitle_reader.h"

#include <gtest/gtest.h>

#include <sstream>

namespace magnetar::media {
namespace {

/// Cues as text: "1.5-3 one|two; 4-5 three"
std::string words(std::string_view file) {
  std::ostringstream all;
  for (const auto& cue : read_subtitles(file)) {
    auto text = cue.text;
    for (auto& letter : text) letter = letter == '\n' ? '|' : letter;
    all << (all.tellp() > 0 ? "; " : "") << cue.start << '-' << cue.end << ' ' << text;
  }
  return all.str();
}

TEST(SubtitleReader, ReadsSubRip) {
  EXPECT_EQ(words("1\n00:00:01,500 --> 00:00:03,000\none\ntwo\n\n2\n01:00:04,000 --> 01:00:05,000\nthree\n"),
            "1.5-3 one|two; 3604-3605 three");
  EXPECT_EQ(words("1\r\n0:0:1.5 --> 0:0:3,0\r\none\r\n\r\n\r\n\r\n2\r\n0:0:4,0 --> 0:0:5,0\r\ntwo"),
            "1.5-3 one; 4-5 two");
}

TEST(SubtitleReader, ReadsWebVtt) {
  EXPECT_EQ(words("WEBVTT\n\nNOTE no cue\n\nname\n00:01.500 --> 00:03.000 line:0 align:start\n<v Bob>one\n\n"
                  "01:00:04.000 --> 01:00:05.000\n<c.red>two</c> &amp; three\n"),
            "1.5-3 one; 3604-3605 two &amp; three");
}

TEST(SubtitleReader, ReadsTheTextOfScripts) {
  EXPECT_EQ(words("[Script Info]\nTitle: x\n\n[V4+ Styles]\nFormat: Name\n\n[Events]\n"
                  "Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text\n"
                  "Dialogue: 0,0:00:04.00,0:00:05.00,Default,,0,0,0,,later, with a comma\n"
                  "Comment: 0,0:00:01.00,0:00:05.00,Default,,0,0,0,,hidden\n"
                  "Dialogue: 0,0:00:01.50,0:00:03.00,Default,,0,0,0,,{\\an8}one\\Ntwo{\\i0}\n"
                  "Dialogue: 0,0:00:01.50,0:00:03.00,Default,,0,0,0,,{\\p1}m 0 0 l 10 10\n"),
            "1.5-3 one|two; 4-5 later, with a comma");
  EXPECT_EQ(words("[Events]\nFormat: Marked, Start, End, Text\nDialogue: 0,0:00:01.00,0:00:02.00,short\n"),
            "1-2 short");
}

TEST(SubtitleReader, KeepsPlainTagsAndEscapesTheRest) {
  const auto text = [](const std::string& line) { return words("0:0:1,0 --> 0:0:2,0\n" + line + "\n"); };
  EXPECT_EQ(text("<i>a</i> <b>b</b> <u>c</u>"), "1-2 <i>a</i> <b>b</b> <u>c</u>");
  EXPECT_EQ(text("<font color=\"red\">a</font><script>b</script>"), "1-2 ab");
  EXPECT_EQ(text("{\\an8}top"), "1-2 top");
  EXPECT_EQ(text("{laughs} 1 < 2 > 0 & so on <"), "1-2 {laughs} 1 &lt; 2 &gt; 0 &amp; so on &lt;");
  EXPECT_EQ(text(std::string("a\x01") + "b"), "1-2 ab");
}

TEST(SubtitleReader, LeavesOutWhatItDoesNotUnderstand) {
  for (const char* file : {"", "no subtitles", "-->", "0:0:1,0 --> \ntext", "0:0:3,0 --> 0:0:2,0\nbackwards",
                           "0:0:1,0 --> 0:0:2,0\n\n", "1:2:3:4,0 --> 1:2:3:5,0\nx", "-1:0,0 --> 0:2,0\nx",
                           "0:0:1,0 --> 99999999:0:0,0\nx", "0:0:1,00000000000 --> 0:0:2,0\nx",
                           "[Events]\nDialogue: 0,0:00:01.00"}) {
    EXPECT_EQ(words(file), "") << file;
  }
}

TEST(SubtitleReader, ReadsCuesWithoutEmptyLinesBetweenThem) {
  EXPECT_EQ(words("1\n0:0:1,0 --> 0:0:2,0\none\n2\n0:0:3,0 --> 0:0:4,0\ntwo\n"), "1-2 one; 3-4 two");
  EXPECT_EQ(words("0:0:1,0 --> 0:0:2,0\n42\n0:0:3,0 --> 0:0:4,0\ntwo\n"), "1-2 42; 3-4 two");
}

TEST(SubtitleReader, KeepsWhatStandsBehindAnEmptyLineWithinACue) {
  EXPECT_EQ(words("1\n0:0:1,0 --> 0:0:2,0\none\n\nmore\n\n2\n0:0:3,0 --> 0:0:4,0\ntwo\n"),
            "1-2 one|more; 3-4 two");
}

TEST(SubtitleReader, ReadsTimesAsPeopleWriteThem) {
  const auto read = [](const std::string& times) { return words("1\n" + times + "\nx\n"); };
  EXPECT_EQ(read("00:00:20 --> 00:00:24"), "20-24 x");
  EXPECT_EQ(read("00: 00: 01, 500 -> 00: 00: 04, 200"), "1.5-4.2 x");
  EXPECT_EQ(read("00:00:01:500 --> 00:00:02:250"), "1.5-2.25 x");
  EXPECT_EQ(read("00:00:01.00,00:00:03.50"), "1-3.5 x");
  EXPECT_EQ(read("00:01.000 --> 00:02.000\tline:0"), "1-2 x");
}

TEST(SubtitleReader, TakesCarriageReturnsForLineEnds) {
  EXPECT_EQ(words("1\r0:0:1,0 --> 0:0:2,0\rone\rmore\r\r2\r0:0:3,0 --> 0:0:4,0\rtwo"),
            "1-2 one|more; 3-4 two");
  EXPECT_EQ(words("1\r\r\n0:0:1,0 --> 0:0:2,0\r\r\none\r\r\nmore"), "1-2 one|more");
}

TEST(SubtitleReader, ResolvesCharacterReferences) {
  EXPECT_EQ(words("WEBVTT\n\n00:01.000 --> 00:02.000\nIt&#39;s &quot;fine&quot; caf&eacute; &#x266A; &#150; "
                  "&lt;b&gt; &no;\n"),
            "1-2 It's \"fine\" café ♪ – &lt;b&gt; &amp;no;");
}

TEST(SubtitleReader, LeavesOutNotesAndDrawingsOfScripts) {
  const auto line = [](const std::string& text) {
    return words("[Events]\nDialogue: 0,0:00:01.00,0:00:02.00,A,,0,0,0,," + text + "\n");
  };
  EXPECT_EQ(line("{note}one"), "1-2 one");
  EXPECT_EQ(line("{\\p2}m 0 0 l 10 10"), "");
  EXPECT_EQ(line("{\\p4}m 0 0{\\p0}one"), "1-2 one");
  EXPECT_EQ(line("{\\pos(1,2)}one"), "1-2 one");
}

TEST(SubtitleReader, CountsPicturesAtTheFilmsRate) {
  const std::string file = "{25}{50}one|{y:i}two\n";
  EXPECT_EQ(read_subtitles(file, 25).at(0).end, 2);
  EXPECT_EQ(read_subtitles("{1}{1}50\n" + file, 25).at(0).end, 1);
  EXPECT_EQ(read_subtitles(file, 25).at(0).text, "one\n<i>two</i>");
}

TEST(SubtitleReader, ReadsOtherFormats) {
  EXPECT_EQ(words("[10][20]one|/two\n"), "1-2 one|<i>two</i>");
  EXPECT_EQ(words("00:00:01:one\n00:00:03:two\n"), "1-3 one; 3-8 two");
  EXPECT_EQ(words("[ti:x]\n[00:01.00]one\n[00:03.50]\n"), "1-3.5 one");
  EXPECT_EQ(words("<SAMI><SYNC Start=1000><P Class=A>one<br>two<SYNC Start=2000><P Class=A>&nbsp;</SAMI>"),
            "1-2 one|two");
  EXPECT_EQ(words("<tt><p begin=\"1s\" dur=\"00:00:01.000\">one<br/>two</p></tt>"), "1-2 one|two");
}

TEST(SubtitleReader, ReadsHostileFilesInNoTimeThatGrowsWithTheirNesting) {
  constexpr std::size_t kSize = 1 << 20;
  for (const std::string part :
       {"<a", "<i>", "{\\", "\r", "&", "<", "1:", "[00:01.00]", "{1}{2}{y:i}", "<SYNC Start=1><P>",
        "<tt><p begin=1s>", "<span begin=1s>", "<!--", "0:0:1,0 --> 0:0:2,0\nx\n"}) {
    std::string file = "<SAMI>0:0:1,0 --> 0:0:2,0\n";
    while (file.size() < kSize) file += part;
    EXPECT_LE(read_subtitles(file).size(), 50'000U) << part;
  }
}

TEST(SubtitleReader, HasLimits) {
  std::string many;
  for (int n = 0; n < 50'010; ++n) many += "0:0:1,0 --> 0:0:2,0\nx\n\n";
  EXPECT_EQ(read_subtitles(many).size(), 50'000U);
  std::string wide = "0:0:1,0 --> 0:0:2,0\nx";
  for (int n = 0; n < 1500; ++n) wide += "\xC3\xA4";
  EXPECT_EQ(read_subtitles(wide).at(0).text.size(), 1999U);
}

}  // namespace
}  // namespace magnetar::media
