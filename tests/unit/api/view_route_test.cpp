#include "api/view_route.h"

#include <gtest/gtest.h>

#include "api/view_form.h"
#include "one_file.h"
#include "routes.h"

namespace magnetar::api {
namespace {

http::Answer get(tests::OneFile& streams, std::vector<std::string> segments) {
  const tests::Routes routes([&](RouteTable& table) { add_view_route(table, streams); });
  return routes.get(std::move(segments), "me");
}

http::Answer view_of(const std::string& name, std::string bytes) {
  tests::OneFile streams(name);
  streams.bytes = std::move(bytes);
  return get(streams, {"torrents", "abc", "view", "2"});
}

std::string text_of(const std::string& name, std::string bytes) {
  return std::get<http::TextAnswer>(view_of(name, std::move(bytes))).body;
}

TEST(ViewRoute, TheTypeIsOursWhateverIsInTheFile) {
  const std::string page = "<html><script>alert(1)</script></html>";
  EXPECT_EQ(std::get<http::FileAnswer>(view_of("a/cover.JPG", page)).shown_as, "image/jpeg");
  EXPECT_EQ(std::get<http::FileAnswer>(view_of("booklet.pdf", page)).shown_as, "application/pdf");
  const auto text = std::get<http::TextAnswer>(view_of("page.html.txt", page));
  EXPECT_EQ(text.content_type, "text/plain; charset=utf-8");
  EXPECT_EQ(text.body, page);
}

TEST(ViewRoute, OnlyPdfMayBeFramed) {
  EXPECT_TRUE(std::get<http::FileAnswer>(view_of("booklet.pdf", "x")).framed);
  EXPECT_FALSE(std::get<http::FileAnswer>(view_of("cover.png", "x")).framed);
}

TEST(ViewRoute, WhatABrowserWouldRunOrLayOutIsNotShown) {
  for (const auto* name : {"a.svg", "a.html", "a.htm", "a.xhtml", "a.xml", "a.mht", "a.js", "a.exe", "a.epub",
                           "a.zip", "pdf", "a.pdf/b", "a.txt ", "film.mkv", "song.flac"})
    EXPECT_EQ(std::get<http::StatusAnswer>(view_of(name, "x")).status, 404) << name;
}

TEST(ViewRoute, TextIsUtf8WhateverItWas) {
  EXPECT_EQ(text_of("a.txt", "\xEF\xBB\xBFgr\xC3\xBC\xC3\x9F"), "gr\xC3\xBC\xC3\x9F");
  EXPECT_EQ(text_of("a.txt",
                    "Die Gr\xFC\xDF"
                    "e aus M\xFCnchen"),
            "Die Gr\xC3\xBC\xC3\x9F"
            "e aus M\xC3\xBCnchen");
  EXPECT_EQ(text_of("a.txt", std::string("\xFF\xFE"
                                         "a\0b\0",
                                         6)),
            "ab");
  EXPECT_EQ(text_of("a.txt", ""), "");
}

TEST(ViewRoute, ANoteDrawnWithBlocksKeepsThem) {
  EXPECT_EQ(text_of("group.nfo", "\xDB\xDB\xB2\xB1\xB0 hi \xB0\xB1\xB2\xDB\xDB"), "██▓▒░ hi ░▒▓██");
  const std::string russian =
      "\xDD\xF2\xEE \xF4\xE8\xEB\xFC\xEC \xEE \xEC\xEE\xF0\xE5 \xE8 \xEE \xEB\xFE\xE4\xFF\xF5"
      ", \xEA\xEE\xF2\xEE\xF0\xFB\xE5 \xF2\xE0\xEC \xE6\xE8\xE2\xF3\xF2. \xCE\xED \xE1\xFB\xEB"
      " \xF1\xED\xFF\xF2 \xE4\xE0\xE2\xED\xEE, \xED\xEE \xE5\xE3\xEE \xEF\xEE\xEC\xED\xFF\xF2"
      " \xE8 \xEB\xFE\xE1\xFF\xF2 \xE4\xEE \xF1\xE8\xF5 \xEF\xEE\xF0.";
  EXPECT_EQ(text_of("group.NFO", russian),
            "Это фильм о море и о людях, которые там живут. "
            "Он был снят давно, но его помнят и любят до сих пор.");
}

TEST(ViewRoute, LongTextIsCutAndSaysSo) {
  const auto text = std::get<http::TextAnswer>(view_of("a.log", std::string((1 << 20) + 7, 'a')));
  EXPECT_EQ(text.body.size(), std::size_t{1} << 20);
  EXPECT_EQ(text.headers, (std::vector<std::pair<std::string, std::string>>{{"Magnetar-Left-Out", "7"}}));
}

TEST(ViewRoute, LeavesEverythingElseToOthers) {
  tests::OneFile streams("a.txt");
  const auto status = [&streams](std::vector<std::string> segments) {
    return std::get<http::StatusAnswer>(get(streams, std::move(segments))).status;
  };
  EXPECT_EQ(status({"torrents", "abc", "files", "2"}), 404);
  EXPECT_EQ(status({"torrents", "abc", "view"}), 404);
  EXPECT_EQ(status({"torrents", "abc", "view", "2", "a.txt"}), 404);
  EXPECT_EQ(status({"torrents", "abc", "view", "x"}), 404);
  EXPECT_EQ(status({"torrents", "abc", "view", "3"}), 404);
}

}  // namespace
}  // namespace magnetar::api
