#include "http/request_guard.h"

#include <gtest/gtest.h>

namespace magnetar::http {
namespace {

using Fields = std::vector<std::pair<std::string, std::string>>;

constexpr std::string_view kToken = "0123456789abcdef0123456789abcdef";
const std::string kPath = "/0123456789abcdef0123456789abcdef/torrents/a1/files/0";
const std::string kOurs = "chrome-extension://abcdefghijklmnopabcdefghijklmnop";

std::variant<Admission, Refusal> ask(const std::string& method, const std::string& target,
                                     const Fields& fields) {
  const GuardRules rules{40123, kToken, [](std::string_view origin) { return origin == kOurs; },
                         [](const std::vector<std::string>& path) { return path.at(2) == "view"; }};
  return admit(RequestHead{method, target, true, fields}, rules);
}

/// The status of the refusal; 0 when admitted.
int status(const std::string& target, Fields fields, const std::string& method = "GET") {
  const auto verdict = ask(method, target, fields);
  const auto* refusal = std::get_if<Refusal>(&verdict);
  return refusal != nullptr ? refusal->status : 0;
}

int status_with(const Fields& more) {
  Fields fields{{"Host", "127.0.0.1:40123"}};
  fields.insert(fields.end(), more.begin(), more.end());
  return status(kPath, fields);
}

TEST(RequestGuard, AdmitsPlayersAndOurPages) {
  EXPECT_EQ(status_with({}), 0);
  EXPECT_EQ(status(kPath, {{"host", "localhost:40123"}}), 0);
  EXPECT_EQ(status_with({{"Origin", kOurs}, {"Sec-Fetch-Site", "cross-site"}}), 0);
  EXPECT_EQ(status_with({{"Sec-Fetch-Site", "none"}}), 0);
  EXPECT_EQ(status_with({{"Sec-Fetch-Site", "same-origin"}}), 0);
  EXPECT_EQ(status(kPath, {{"Host", "127.0.0.1:40123"}}, "HEAD"), 0);
  EXPECT_EQ(status(kPath, {{"Host", "127.0.0.1:40123"}}, "OPTIONS"), 0);
}

TEST(RequestGuard, AdmitsAFrameOfWhatMayBeFramedAlone) {
  const std::string view = "/0123456789abcdef0123456789abcdef/torrents/a1/view/0";
  const auto ask_as = [](const std::string& path, const std::string& destination) {
    return status(
        path,
        {{"Host", "127.0.0.1:40123"}, {"Sec-Fetch-Site", "cross-site"}, {"Sec-Fetch-Dest", destination}});
  };
  EXPECT_EQ(ask_as(view, "iframe"), 0);
  EXPECT_EQ(ask_as(kPath, "iframe"), 403);
  for (const auto* destination : {"document", "image", "empty", "object", "embed", "script"})
    EXPECT_EQ(ask_as(view, destination), 403) << destination;
  EXPECT_EQ(ask_as("/ffffffffffffffffffffffffffffffff/torrents/a1/view/0", "iframe"), 403);
  EXPECT_EQ(
      status(view,
             {{"Host", "127.0.0.1:40123"}, {"Origin", "https://evil.example"}, {"Sec-Fetch-Dest", "iframe"}}),
      403);
}

TEST(RequestGuard, SaysWhoAskedForWhat) {
  const auto verdict =
      ask("HEAD", kPath + "/a%20b%2Fc?x=y", {{"Host", "localhost:40123"}, {"Origin", kOurs}});
  const auto& admission = std::get<Admission>(verdict);
  EXPECT_EQ(admission.method, Method::head);
  EXPECT_EQ(admission.origin, kOurs);
  EXPECT_EQ(admission.segments, (std::vector<std::string>{"torrents", "a1", "files", "0", "a b/c"}));
}

/// The viewer of an admitted request with this query.
std::string viewer(const std::string& query) {
  return std::get<Admission>(ask("GET", kPath + query, {{"Host", "127.0.0.1:40123"}})).viewer;
}

TEST(RequestGuard, TakesTheViewerFromTheQuery) {
  EXPECT_EQ(viewer("?viewer=aZ09_-"), "aZ09_-");
  EXPECT_EQ(viewer("?a=b&viewer=x&c"), "x");
  EXPECT_EQ(viewer("?viewer=" + std::string(32, 'v')), std::string(32, 'v'));
  EXPECT_EQ(viewer("?viewer=one&viewer=two"), "one");
}

TEST(RequestGuard, IgnoresAQueryThatNamesNoViewer) {
  for (const char* query :
       {"", "?", "?&&", "?viewer", "?viewer=", "?viewer=a%20b", "?viewer=a.b", "?viewer=\xC3\xBC",
        "?Viewer=a", "?xviewer=a", "?viewer=a?b", "?a=viewer=b", "?viewer=a/b", "?viewer=a=b"}) {
    EXPECT_EQ(viewer(query), "") << query;
  }
  EXPECT_EQ(viewer("?viewer=" + std::string(33, 'v')), "");
}

TEST(RequestGuard, RefusesAnyOtherHost) {
  for (const char* host :
       {"", "127.0.0.1", "127.0.0.1:40124", "127.0.0.1:040123", "localhost", "LOCALHOST:40123",
        "evil.example:40123", "127.0.0.1.evil.example:40123", "127.0.0.2:40123", "[::1]:40123",
        "0.0.0.0:40123", "127.1:40123", "127%2E0.0.1:40123", "127.0.0.1:40123 ", "127.0.0.1:40123, evil",
        "user@127.0.0.1:40123"}) {
    EXPECT_EQ(status(kPath, {{"Host", host}}), 403) << host;
  }
  EXPECT_EQ(status(kPath, {}), 403);
  EXPECT_EQ(status(kPath, {{"Host", "127.0.0.1:40123"}, {"Host", "127.0.0.1:40123"}}), 403);
}

TEST(RequestGuard, LooksAtTheHostOfAFullUrlToo) {
  const Fields host{{"Host", "127.0.0.1:40123"}};
  EXPECT_EQ(status("http://127.0.0.1:40123" + kPath, host), 0);
  EXPECT_EQ(status("http://evil.example" + kPath, host), 403);
  EXPECT_EQ(status("http://127.0.0.1:40123" + kPath, {{"Host", "evil.example"}}), 403);
}

TEST(RequestGuard, RefusesAnyOtherOrigin) {
  for (const char* origin : {"", "null", "https://evil.example", "http://127.0.0.1:40123",
                             "chrome-extension://abcdefghijklmnopabcdefghijklmnoo",
                             "chrome-extension://abcdefghijklmnopabcdefghijklmnop/",
                             "CHROME-EXTENSION://abcdefghijklmnopabcdefghijklmnop"}) {
    EXPECT_EQ(status_with({{"Origin", origin}}), 403) << origin;
    EXPECT_EQ(status_with({{"Origin", origin}, {"Sec-Fetch-Site", "same-origin"}}), 403) << origin;
  }
  EXPECT_EQ(status_with({{"Origin", kOurs}, {"Origin", "https://evil.example"}}), 403);
}

TEST(RequestGuard, RefusesAPageThatDoesNotSayWhoItIs) {
  for (const char* site : {"cross-site", "same-site", "", "NONE", "none, cross-site"}) {
    EXPECT_EQ(status_with({{"Sec-Fetch-Site", site}}), 403) << site;
  }
  EXPECT_EQ(status_with({{"Sec-Fetch-Site", "none"}, {"Sec-Fetch-Site", "cross-site"}}), 403);
}

TEST(RequestGuard, RefusesAnyOtherToken) {
  const Fields host{{"Host", "127.0.0.1:40123"}};
  for (const char* target :
       {"/", "", "*", "//", "/favicon.ico", "/0123456789abcdef0123456789abcdee/torrents/a1/files/0",
        "/0123456789abcdef0123456789abcde/torrents", "/0123456789abcdef0123456789abcdef0/torrents",
        "/0123456789ABCDEF0123456789ABCDEF/torrents", "/%30123456789abcdef0123456789abcdef/torrents",
        "//0123456789abcdef0123456789abcdef/torrents", "0123456789abcdef0123456789abcdef/torrents",
        "/x/0123456789abcdef0123456789abcdef/torrents", "/?/0123456789abcdef0123456789abcdef/"}) {
    EXPECT_EQ(status(target, host), 404) << target;
    EXPECT_EQ(status(target, host, "DELETE"), 404) << target;
  }
}

TEST(RequestGuard, RefusesSegmentsThatAreEmptyOrMalformed) {
  const Fields host{{"Host", "127.0.0.1:40123"}};
  const std::string root = "/0123456789abcdef0123456789abcdef";
  for (const char* rest : {"//a", "/a//b", "/a/", "/a/%", "/a/%2", "/a/%zz", "/a/%00b", "/%2g"}) {
    EXPECT_EQ(status(root + rest, host), 404) << rest;
  }
  EXPECT_EQ(status(root, host), 0);
  EXPECT_EQ(status(root + "/", host), 0);
}

TEST(RequestGuard, RefusesOtherMethodsLast) {
  for (const char* method :
       {"POST", "PUT", "DELETE", "PATCH", "TRACE", "CONNECT", "PROPFIND", "get", "M-SEARCH"}) {
    EXPECT_EQ(status(kPath, {{"Host", "127.0.0.1:40123"}}, method), 405) << method;
    EXPECT_EQ(status(kPath, {{"Host", "evil.example"}}, method), 403) << method;
  }
}

TEST(RequestGuard, ComparesSecretsAsAWhole) {
  EXPECT_TRUE(same_secret("abc", "abc"));
  EXPECT_FALSE(same_secret("abd", "abc"));
  EXPECT_FALSE(same_secret("bbc", "abc"));
  EXPECT_FALSE(same_secret("ab", "abc"));
  EXPECT_FALSE(same_secret("", "abc"));
}

}  // namespace
}  // namespace magnetar::http
