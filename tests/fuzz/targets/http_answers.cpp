// Answers of other servers: addresses, redirects, cookies, Content-Range, Retry-After, compressed files, and
// the file names that the daemon sends itself. The first byte of an input chooses, the rest is the text.

#include <algorithm>
#include <chrono>
#include <string>

#include "base/listen_interfaces.h"
#include "fuzz/check.h"
#include "fuzz/utf8.h"
#include "http/content_disposition.h"
#include "http/cookie_jar.h"
#include "http/fetched_file.h"
#include "http/percent_coding.h"
#include "http/range_answer.h"
#include "http/unpack.h"
#include "http/url.h"

namespace magnetar::fuzz {
namespace {

constexpr std::size_t kMostFile = std::size_t{256} * 1024;
constexpr std::int64_t kNow = 1'800'000'000;

bool is_printable(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return c > 0x20 && c < 0x7F; });
}

void check_range(std::string_view text) {
  const auto range = http::parse_content_range(text);
  if (range) {
    require(range->first >= 0 && range->first <= range->last, "a range goes forward");
    require(!range->total || *range->total > range->last, "a range lies in its file");
    const auto again = "bytes " + std::to_string(range->first) + "-" + std::to_string(range->last) + "/" +
                       (range->total ? std::to_string(*range->total) : "*");
    require(http::parse_content_range(again) == range, "a range that is written is read again");
  }
  if (const auto wait = http::parse_retry_after(text, kNow))
    require(*wait >= std::chrono::seconds(0) && *wait <= std::chrono::hours(24), "nobody waits for ever");
}

void check_url(const http::Url& url) {
  require(url.port != 0 && !url.host.empty() && url.host.size() <= 253, "a URL has a host and a port");
  require(url.target.starts_with('/') && is_printable(url.target), "a target fits into a request line");
  require(is_printable(url.host) && url.host.find_first_of("/@?#\\") == std::string::npos, "a host is one");
  const auto again = http::parse_url((url.tls ? "https://" : "http://") + url.authority() + url.target);
  if (url.target.size() < 8000)
    require(again.has_value() && again.value() == url, "a URL that is written is read again");
}

void check_urls(std::string_view text) {
  if (const auto url = http::parse_url(text)) check_url(url.value());
  const auto base = http::parse_url("https://a.example:8443/films/new/?page=2");
  if (const auto led = http::resolve_url(base.value(), text)) check_url(led.value());
  if (const auto decoded = http::percent_decode(text))
    require(std::ranges::count(*decoded, '\0') == std::ranges::count(text, '\0'), "no escape stands for NUL");
  const auto back = http::percent_decode(http::percent_encode(text, "-._~"));
  require(!back ? text.find('\0') != std::string_view::npos : *back == text, "what is encoded is decoded");
}

void check_cookies(std::string_view text) {
  http::CookieJar jar;
  const http::Url mine{true, "www.films.example", 443, "/"};
  const http::Url other{true, "other.example", 443, "/"};
  while (!text.empty()) {
    const auto end = std::min(text.find('\n'), text.size());
    jar.take(mine, text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  const auto field = jar.field_for(mine);
  require(field.size() <= 20 * (4096 + 4), "cookies keep their limits");
  require(std::ranges::all_of(field, [](char c) { return c < 0 || c >= 0x20; }), "a field is one line");
  require(jar.field_for(other).empty(), "cookies stay with their site");
}

void check_names(std::string_view text) {
  const auto header = http::content_disposition(text);
  require(std::ranges::all_of(header, [](char c) { return c >= 0x20 && c < 0x7F; }), "a name is printable");
  require(header.size() <= 64 + 255 * 4, "a name keeps its limit");
  const auto encoded = header.substr(header.rfind('\'') + 1);
  const auto name = http::percent_decode(encoded);
  require(!name || is_valid_utf8(*name), "a name is UTF-8");
  require(!name || name->find('/') == std::string::npos, "a name is no path");
  const auto interfaces = base::parse_listen_interfaces(text);
  require(!interfaces || text.size() < 4096, "interfaces keep their limit");
}

void check_file(Input& input) {
  constexpr std::string_view kCodings[] = {"", "identity", "gzip", "deflate", "br"};
  http::FetchedAnswer answer;
  const auto choice = input.byte();
  answer.status = choice % 8 == 0 ? 206 : 200;
  answer.content_encoding = kCodings[choice / 8 % 5];
  const auto rest = input.rest();
  const auto line = std::min(rest.find('\n'), rest.size());
  if (answer.status == 206) answer.content_range = rest.substr(0, line);
  answer.body = rest;
  const auto file = http::file_of(answer, kMostFile);
  if (!file) return;
  require(file.value().size() <= std::max(kMostFile, rest.size()), "a file keeps its limit");
  require(!file.value().starts_with('<'), "a page is no file");
  if (const auto unpacked = http::unpack(rest, kMostFile))
    require(unpacked.value().size() <= kMostFile, "what is unpacked keeps its limit");
}

}  // namespace
}  // namespace magnetar::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace magnetar::fuzz;
  Input input(data, size);
  switch (input.byte() % 5) {
    case 0:
      check_range(input.rest());
      break;
    case 1:
      check_urls(input.rest());
      break;
    case 2:
      check_cookies(input.rest());
      break;
    case 3:
      check_names(input.rest());
      break;
    default:
      check_file(input);
  }
  return 0;
}
