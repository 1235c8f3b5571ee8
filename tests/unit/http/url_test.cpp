#include "http/url.h"

#include <gtest/gtest.h>

namespace magnetar::http {
namespace {

TEST(Url, IsTakenApart) {
  EXPECT_EQ(parse_url("http://example.org").value(), (Url{false, "example.org", 80, "/"}));
  EXPECT_EQ(parse_url("https://example.org/a.torrent").value(),
            (Url{true, "example.org", 443, "/a.torrent"}));
  EXPECT_EQ(parse_url("HTTP://Example.ORG:8080/A?b=C#d").value(),
            (Url{false, "example.org", 8080, "/A?b=C"}));
  EXPECT_EQ(parse_url("http://example.org?x").value(), (Url{false, "example.org", 80, "/?x"}));
  EXPECT_EQ(parse_url("http://[2001:DB8::1]:81/x").value(), (Url{false, "2001:db8::1", 81, "/x"}));
  EXPECT_EQ(parse_url("http://127.0.0.1:/x").value(), (Url{false, "127.0.0.1", 80, "/x"}));
}

TEST(Url, KeepsEscapesAndEncodesTheRest) {
  EXPECT_EQ(parse_url("http://h/a%20b c\xC3\xA9\"<>").value().target, "/a%20b%20c%C3%A9%22%3C%3E");
}

TEST(Url, NamesItsHostAsAHeaderDoes) {
  EXPECT_EQ(parse_url("http://h:80/").value().authority(), "h");
  EXPECT_EQ(parse_url("https://h:443/").value().authority(), "h");
  EXPECT_EQ(parse_url("https://h:80/").value().authority(), "h:80");
  EXPECT_EQ(parse_url("http://[::1]:8080/").value().authority(), "[::1]:8080");
}

TEST(Url, RefusesWhatIsNoPlainWebAddress) {
  for (const char* text : {"",
                           "example.org",
                           "ftp://example.org/",
                           "file:///etc/passwd",
                           "javascript:alert(1)",
                           "http:/example.org",
                           "http://",
                           "http:///path",
                           "http://user@example.org/",
                           "http://user:secret@example.org/",
                           "http://example.org@evil/",
                           "http://exa mple.org/",
                           "http://ex%61mple.org/",
                           "http://b\xC3\xBC"
                           "cher.example/",
                           "http://h:0/",
                           "http://h:65536/",
                           "http://h:-1/",
                           "http://h:8x/",
                           "http://[::1",
                           "http://[::1]x/",
                           "http://[fe80::1%25eth0]/",
                           "http://[fe80::1%eth0]/",
                           "http://[example.org]/",
                           "http://[127.0.0.1]/",
                           "http://h/a\r\nX: y",
                           "http://h/a\tb",
                           "http://h\n/"}) {
    EXPECT_FALSE(parse_url(text).has_value()) << text;
  }
  EXPECT_FALSE(parse_url("http://h/" + std::string(16 * 1024, 'a')).has_value());
  EXPECT_FALSE(parse_url("http://" + std::string(254, 'a') + "/").has_value());
  EXPECT_EQ(parse_url("ftp://h/").error().code, base::ErrorCode::bad_source);
}

TEST(Url, TreatsABackslashAsTheEndOfTheHost) {
  EXPECT_EQ(parse_url("http://example.org\\@127.0.0.1/").value().host, "example.org");
}

TEST(Url, FollowsReferences) {
  const Url base{true, "h", 8443, "/a/b/c?q"};
  EXPECT_EQ(resolve_url(base, "http://other/x").value(), (Url{false, "other", 80, "/x"}));
  EXPECT_EQ(resolve_url(base, "//other/x").value(), (Url{true, "other", 443, "/x"}));
  EXPECT_EQ(resolve_url(base, "/x?y").value(), (Url{true, "h", 8443, "/x?y"}));
  EXPECT_EQ(resolve_url(base, "x").value(), (Url{true, "h", 8443, "/a/b/x"}));
  EXPECT_EQ(resolve_url(base, "x/y:z").value(), (Url{true, "h", 8443, "/a/b/x/y:z"}));
  EXPECT_EQ(resolve_url(base, "?r").value(), (Url{true, "h", 8443, "/a/b/c?r"}));
  EXPECT_FALSE(resolve_url(base, "magnet:?xt=urn:btih:1").has_value());
  EXPECT_FALSE(resolve_url(base, "//u:p@other/").has_value());
  EXPECT_FALSE(resolve_url(base, "/a\r\nb").has_value());
}

// Examples of RFC 3986 5.4.
TEST(Url, RemovesDotSegments) {
  const Url base{false, "a", 80, "/b/c/d;p?q"};
  const auto target = [&](std::string_view reference) { return resolve_url(base, reference).value().target; };
  EXPECT_EQ(target("g"), "/b/c/g");
  EXPECT_EQ(target("./g"), "/b/c/g");
  EXPECT_EQ(target("g/"), "/b/c/g/");
  EXPECT_EQ(target(""), "/b/c/d;p?q");
  EXPECT_EQ(target("#s"), "/b/c/d;p?q");
  EXPECT_EQ(target("."), "/b/c/");
  EXPECT_EQ(target("./"), "/b/c/");
  EXPECT_EQ(target(".."), "/b/");
  EXPECT_EQ(target("../g"), "/b/g");
  EXPECT_EQ(target("../.."), "/");
  EXPECT_EQ(target("../../g"), "/g");
  EXPECT_EQ(target("../../../../g"), "/g");
  EXPECT_EQ(target("/./g"), "/g");
  EXPECT_EQ(target("/../g"), "/g");
  EXPECT_EQ(target("g."), "/b/c/g.");
  EXPECT_EQ(target("..g"), "/b/c/..g");
  EXPECT_EQ(target("./g/."), "/b/c/g/");
  EXPECT_EQ(target("g/../h"), "/b/c/h");
  EXPECT_EQ(target("g;x=1/../y"), "/b/c/y");
  EXPECT_EQ(target("g?y/../x"), "/b/c/g?y/../x");
  EXPECT_EQ(target("g#s/../x"), "/b/c/g");
  EXPECT_EQ(target("..//g"), "/b//g");
  EXPECT_EQ(target("http://other/x/../y?z/.."), "/y?z/..");
  EXPECT_EQ(parse_url("http://h/a/./b/../c").value().target, "/a/c");
}

}  // namespace
}  // namespace magnetar::http
