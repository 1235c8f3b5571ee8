#include "http/torrent_fetcher.h"

#include <gtest/gtest.h>

#include <cstdlib>

#include "support/temp_dir.h"
#include "test_certificate.h"
#include "web_server.h"

namespace magnetar::http {
namespace {

using base::ErrorCode;
using std::chrono::milliseconds;
using std::chrono::seconds;
using PlainServer = WebServer<httplib::Server>;
using TlsServer = WebServer<httplib::SSLServer>;

FetchLimits local() {
  FetchLimits limits;
  limits.private_addresses = true;
  limits.time = seconds(20);
  return limits;
}

std::string fetched(const std::string& url, const FetchLimits& limits = local()) {
  base::CancelToken cancel;
  const auto result = fetch_torrent(url, limits, cancel);
  return result ? result.value() : "(" + result.error().message + ")";
}

std::string failure(const std::string& url, const FetchLimits& limits = local()) {
  base::CancelToken cancel;
  const auto result = fetch_torrent(url, limits, cancel);
  return result ? "none" : std::string(base::error_name(result.error().code));
}

TEST(TorrentFetcher, FetchesAFile) {
  PlainServer server;
  httplib::Request seen;
  server->Get("/a b.torrent", [&seen](const httplib::Request& request, httplib::Response& response) {
    seen = request;
    response.set_content("d4:infoe", "application/x-bittorrent");
  });
  server.start();
  EXPECT_EQ(fetched(server.url("/a%20b.torrent?k=v#part")), "d4:infoe");
  EXPECT_EQ(seen.get_param_value("k"), "v");
  EXPECT_EQ(server.url("", seen.get_header_value("Host")).substr(0, 9), "127.0.0.1");
  EXPECT_EQ(seen.get_header_value("Accept-Encoding"), "identity");
  for (const char* field : {"Cookie", "Authorization", "Referer", "Origin"})
    EXPECT_FALSE(seen.has_header(field));
}

TEST(TorrentFetcher, FetchesAFileOfUnknownSize) {
  PlainServer server;
  server->Get("/", [](const httplib::Request&, httplib::Response& response) {
    response.set_chunked_content_provider(
        "application/x-bittorrent", [](std::size_t at, httplib::DataSink& sink) {
          at < 5000 ? static_cast<void>(sink.write("0123456789", 10)) : sink.done();
          return true;
        });
  });
  server.start();
  EXPECT_EQ(fetched(server.url("/")).size(), 5000U);
  EXPECT_EQ(fetched(RawServer("HTTP/1.0 200 OK\r\n\r\nuntil the end", RawServer::Then::end).url()),
            "until the end");
}

class Redirects : public testing::Test {
 protected:
  PlainServer server_;

  Redirects() {
    server_->Get(R"(/step/(\d+))", [](const httplib::Request& request, httplib::Response& response) {
      const int left = std::stoi(request.matches[1]);
      left == 0 ? response.set_content("there", "text/plain")
                : response.set_redirect("../step/../step/" + std::to_string(left - 1), 302 + left % 2);
    });
    server_->Get("/to", [](const httplib::Request& request, httplib::Response& response) {
      response.set_redirect(request.get_param_value("url"), 307);
    });
    server_->set_pre_routing_handler([](const httplib::Request& request, httplib::Response&) {
      auto& path = const_cast<httplib::Request&>(request).path;  // cpp-httplib resolves no dot segments
      if (const auto at = path.rfind("/step/"); at != std::string::npos) path = path.substr(at);
      return httplib::Server::HandlerResponse::Unhandled;
    });
    server_.start();
  }
};

TEST_F(Redirects, AreFollowedUpToTheLimit) {
  EXPECT_EQ(fetched(server_.url("/step/5")), "there");
  EXPECT_EQ(failure(server_.url("/step/6")), "fetch_failed");
  auto limits = local();
  limits.redirects = 0;
  EXPECT_EQ(failure(server_.url("/step/1"), limits), "fetch_failed");
}

TEST_F(Redirects, LeadToWebAddressesOnly) {
  EXPECT_EQ(fetched(server_.url("/to?url=" + server_.url("/step/0"))), "there");
  for (const char* target :
       {"file:///etc/passwd", "ftp://127.0.0.1/", "http://u:p@127.0.0.1/", "http://", "javascript:1"}) {
    EXPECT_EQ(failure(server_.url("/to?url=") + httplib::detail::encode_query_param(target)), "fetch_failed")
        << target;
  }
}

TEST_F(Redirects, MayLeadToAMagnetLink) {
  for (const char* link :
       {"magnet:?xt=urn:btih:0", "MAGNET:?dn=a b&xt=urn:btih:0", "magnet:///?xt=urn:btih:0"})
    EXPECT_EQ(fetched(server_.url("/to?url=") + httplib::detail::encode_query_param(link)), link);
}

std::string answer_with(const std::string& fields, const std::string& body) {
  return "HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(body.size()) + "\r\n" + fields + "\r\n" +
         body;
}

const std::string kGzip(
    "\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\x03\x4b\x31\xb1\xca\xcc\x4b\xcb\x4f\x05\x00\x83\x14\x72\x14\x08\x00"
    "\x00\x00",
    28);

TEST(TorrentFetcher, UnpacksWhatAServerCompressedUnasked) {
  for (const char* fields : {"Content-Encoding: gzip\r\n", "Content-Encoding: x-gzip\r\n", "",
                             "Content-Type: application/x-gzip\r\n"})
    EXPECT_EQ(fetched(RawServer(answer_with(fields, kGzip)).url()), "d4:infoe") << fields;
  EXPECT_EQ(fetched(RawServer(answer_with("Content-Encoding: gzip\r\n", "d4:infoe")).url()), "d4:infoe");
  EXPECT_EQ(failure(RawServer(answer_with("Content-Encoding: br\r\n", "x")).url()), "fetch_failed");
  EXPECT_EQ(failure(RawServer(answer_with("Content-Encoding: gzip\r\n", kGzip.substr(0, 20))).url()),
            "fetch_failed");
}

TEST(TorrentFetcher, TakesWhatServersPutBeforeAFile) {
  for (const char* before : {"\n", "\r\n\r\n", "\xEF\xBB\xBF", " \n\xEF\xBB\xBF"})
    EXPECT_EQ(fetched(RawServer(answer_with("", std::string(before) + "d4:infoe")).url()), "d4:infoe");
}

TEST(TorrentFetcher, ReadsHeadersWithBareLineFeeds) {
  using enum RawServer::Then;
  EXPECT_EQ(fetched(RawServer("HTTP/1.1 200 OK\nContent-Length: 8\n\nd4:infoe").url()), "d4:infoe");
  EXPECT_EQ(fetched(RawServer("HTTP/1.0 200 OK\n\nd4:infoe", end).url()), "d4:infoe");
  EXPECT_EQ(fetched(RawServer("\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 8\r\n\r\nd4:infoe").url()),
            "d4:infoe");
}

std::string reason(const std::string& answer) {
  base::CancelToken cancel;
  const RawServer server(answer, RawServer::Then::end);
  const auto result = fetch_torrent(server.url(), local(), cancel);
  return result ? "none" : result.error().subject;
}

std::string status(const std::string& line, const std::string& fields = "") {
  return "HTTP/1.1 " + line + "\r\nContent-Length: 8\r\n" + fields + "\r\nd4:infoe";
}

TEST(TorrentFetcher, TakesOtherAnswersThatHoldTheWholeFile) {
  EXPECT_EQ(fetched(RawServer(status("203 Non-Authoritative Information")).url()), "d4:infoe");
  EXPECT_EQ(fetched(RawServer(status("206 Partial Content", "Content-Range: bytes 0-7/8\r\n")).url()),
            "d4:infoe");
  EXPECT_EQ(fetched(RawServer(status("206 Partial Content", "Content-Range: bytes 0-7/*\r\n")).url()),
            "d4:infoe");
  EXPECT_EQ(reason(status("206 Partial Content", "Content-Range: bytes 0-7/9\r\n")), "partial");
  EXPECT_EQ(reason(status("206 Partial Content", "Content-Range: bytes 1-8/9\r\n")), "partial");
}

TEST(TorrentFetcher, SaysWhatCameInTheFilesPlace) {
  EXPECT_EQ(reason(answer_with("", "<!DOCTYPE html><title>Film</title>")), "web_page");
  EXPECT_EQ(reason(answer_with("", "\n <HTML><body>Wait 10 seconds")), "web_page");
  EXPECT_EQ(reason(answer_with("", "<html><form><INPUT TYPE=\"password\" name=p>")), "login_page");
  EXPECT_EQ(reason(answer_with("", "<html><input name=p type=password>")), "login_page");
  EXPECT_EQ(reason(status("403 Forbidden")), "refused");
  EXPECT_EQ(reason(status("401 Unauthorized")), "refused");
  EXPECT_EQ(reason(status("404 Not Found")), "missing");
  EXPECT_EQ(reason(status("503 Service Unavailable")), "server_error");
}

TEST(TorrentFetcher, AsksAsABrowserDoes) {
  PlainServer server;
  std::string agent;
  server->Get("/", [&agent](const httplib::Request& request, httplib::Response& response) {
    agent = request.get_header_value("User-Agent");
    response.set_content("d4:infoe", "x/y");
  });
  server.start();
  EXPECT_EQ(fetched(server.url("/")), "d4:infoe");
  EXPECT_TRUE(agent.starts_with("Mozilla/5.0 ")) << agent;
}

TEST(TorrentFetcher, KeepsCookiesForTheRedirectsOfOneFetch) {
  PlainServer server;
  std::vector<std::string> seen;
  server->set_pre_routing_handler([&seen](const httplib::Request& request, httplib::Response&) {
    seen.push_back(request.get_header_value("Cookie"));
    return httplib::Server::HandlerResponse::Unhandled;
  });
  server->Get("/first", [](const httplib::Request&, httplib::Response& response) {
    response.set_header("Set-Cookie", "pass=a=b; Path=/; HttpOnly");
    response.set_header("Set-Cookie", "safe=1; Secure");
    response.set_header("Set-Cookie", "theirs=1; Domain=example.org");
    response.set_redirect("/second");
  });
  server->Get("/second", [](const httplib::Request&, httplib::Response& response) {
    response.set_content("d4:infoe", "x/y");
  });
  server.start();
  EXPECT_EQ(fetched(server.url("/first")), "d4:infoe");
  EXPECT_EQ(fetched(server.url("/second")), "d4:infoe");
  EXPECT_EQ(seen, (std::vector<std::string>{"", "pass=a=b", ""}));
}

TEST(TorrentFetcher, MeetsNoServerOfThisMachineOrNetwork) {
  const RawServer server("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi");
  const auto port = server.url().substr(std::string("http://127.0.0.1").size());
  FetchLimits limits;
  limits.time = seconds(20);
  for (const char* host : {"127.0.0.1", "127.1", "2130706433", "0x7f.0.0.1", "localhost", "LOCALHOST",
                           "0.0.0.0", "[::1]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "127.255.255.254",
                           "10.0.0.1", "192.168.1.1", "169.254.169.254", "[fe80::1]", "[fd00::1]"}) {
    EXPECT_EQ(failure("http://" + std::string(host) + port, limits), "fetch_forbidden") << host;
    EXPECT_EQ(failure("https://" + std::string(host) + port, limits), "fetch_forbidden") << host;
  }
  EXPECT_FALSE(server.met_a_client());
}

TEST(TorrentFetcher, RefusesWhatIsNoWebAddress) {
  for (const char* url :
       {"", "x", "ftp://example.org/", "file:///etc/passwd", "http://user:secret@example.org/"}) {
    EXPECT_EQ(failure(url), "bad_source") << url;
  }
}

TEST(TorrentFetcher, LimitsTheSize) {
  PlainServer server;
  server->Get("/known", [](const httplib::Request&, httplib::Response& response) {
    response.set_content(std::string(1001, 'x'), "text/plain");
  });
  server->Get("/endless", [](const httplib::Request&, httplib::Response& response) {
    response.set_chunked_content_provider(
        "x/y", [](std::size_t, httplib::DataSink& sink) { return sink.write("0123456789", 10); });
  });
  server->Get("/fits", [](const httplib::Request&, httplib::Response& response) {
    response.set_content(std::string(1000, 'x'), "text/plain");
  });
  server.start();
  auto limits = local();
  limits.bytes = 1000;
  EXPECT_EQ(failure(server.url("/known"), limits), "fetch_too_large");
  EXPECT_EQ(failure(server.url("/endless"), limits), "fetch_too_large");
  EXPECT_EQ(fetched(server.url("/fits"), limits).size(), 1000U);
  const RawServer until_the_end("HTTP/1.0 200 OK\r\n\r\n" + std::string(1001, 'x'), RawServer::Then::end);
  EXPECT_EQ(failure(until_the_end.url(), limits), "fetch_too_large");
}

TEST(TorrentFetcher, TakesNoAnswerButAFile) {
  PlainServer server;
  server->Get("/gone", [](const httplib::Request&, httplib::Response& response) { response.status = 410; });
  server->Get("/nowhere",
              [](const httplib::Request&, httplib::Response& response) { response.status = 302; });
  server.start();
  EXPECT_EQ(failure(server.url("/gone")), "fetch_failed");
  EXPECT_EQ(failure(server.url("/missing")), "fetch_failed");
  using enum RawServer::Then;
  EXPECT_EQ(failure(RawServer("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhi", end).url()), "fetch_failed");
  EXPECT_EQ(failure(RawServer("SSH-2.0-OpenSSH_9.2\r\n", end).url()), "fetch_failed");
  EXPECT_EQ(failure(RawServer("", end).url()), "fetch_failed");
  EXPECT_EQ(
      failure(RawServer("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 2\r\n\r\nhi").url()),
      "fetch_failed");
}

TEST(TorrentFetcher, FailsWhenNobodyListens) {
  const auto port = listen_on_loopback(0).value().port;
  EXPECT_EQ(failure("http://127.0.0.1:" + std::to_string(port) + "/"), "fetch_failed");
}

TEST(TorrentFetcher, LimitsTheHeader) {
  std::string answer = "HTTP/1.1 200 OK\r\n";
  for (int i = 0; i < 100'000; ++i) answer += "X-Field: value\r\n";
  EXPECT_EQ(failure(RawServer(answer).url()), "fetch_failed");
}

TEST(TorrentFetcher, EndsInTime) {
  auto limits = local();
  limits.time = milliseconds(100);
  EXPECT_EQ(failure(RawServer("").url(), limits), "timed_out");
  EXPECT_EQ(failure(RawServer("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhi").url(), limits), "timed_out");
}

TEST(TorrentFetcher, EndsWhenItIsCancelled) {
  RawServer server("HTTP/1.1 200 OK\r\nContent-Le");
  base::CancelToken cancel;
  auto fetching =
      std::async(std::launch::async, [&] { return fetch_torrent(server.url(), local(), cancel); });
  ASSERT_TRUE(server.was_asked());
  cancel.cancel();
  ASSERT_EQ(fetching.wait_for(seconds(5)), std::future_status::ready);
  const auto result = fetching.get();
  ASSERT_FALSE(result.has_value());
  EXPECT_EQ(result.error().code, ErrorCode::cancelled);
}

TEST(TorrentFetcher, DoesNotBeginWhenItIsCancelled) {
  const RawServer server("");
  base::CancelToken cancel;
  cancel.cancel();
  const auto result = fetch_torrent(server.url(), local(), cancel);
  ASSERT_FALSE(result.has_value());
  EXPECT_EQ(result.error().code, ErrorCode::cancelled);
}

class Https : public testing::Test {
 protected:
  TestCertificate certificate_;
  tests::TempDir folder_;
  TlsServer server_{certificate_.certificate(), certificate_.key()};

  Https() {
    server_->Get("/", [](const httplib::Request&, httplib::Response& response) {
      response.set_content("safe", "text/plain");
    });
    server_.start();
    certificate_.write(folder_ / "trusted.pem");
  }
  ~Https() override { ::unsetenv("SSL_CERT_FILE"); }
  void trust_it() { ::setenv("SSL_CERT_FILE", (folder_ / "trusted.pem").c_str(), 1); }
};

TEST_F(Https, IsRefusedWhenNobodyVouchesForTheServer) {
  EXPECT_EQ(failure(server_.url("/", "https://127.0.0.1")), "fetch_failed");
}

TEST_F(Https, FetchesFromAServerThatIsTrusted) {
  trust_it();
  EXPECT_EQ(fetched(server_.url("/", "https://127.0.0.1")), "safe");
}

TEST_F(Https, IsRefusedWhenTheCertificateIsForAnotherName) {
  trust_it();
  EXPECT_EQ(failure(server_.url("/", "https://localhost")), "fetch_failed");
}

TEST_F(Https, IsNotReadAsPlainText) {
  EXPECT_EQ(failure(server_.url("/", "http://127.0.0.1")), "fetch_failed");
}

}  // namespace
}  // namespace magnetar::http
