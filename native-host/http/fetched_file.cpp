#include "http/fetched_file.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/text.h"
#include "http/request_head.h"
#include "http/unpack.h"

namespace magnetar::http {
namespace {

using base::Error;
using base::ErrorCode;
using base::Result;

constexpr std::size_t kLookedAt = 64 * 1024;  // bytes of a page that are read to recognise it
constexpr int kMostLayers = 3;                // a packed file, sent packed

Error failed(std::string message, std::string reason) {
  return {ErrorCode::fetch_failed, std::move(message), std::move(reason)};
}

/// Whether a partial answer (206) is the whole file: "bytes 0-9/10".
bool is_whole(std::string_view range) {
  constexpr std::string_view kFromTheBeginning = "bytes 0-";
  if (range.empty()) return true;
  if (!equals_ignoring_case(range.substr(0, kFromTheBeginning.size()), kFromTheBeginning)) return false;
  range.remove_prefix(kFromTheBeginning.size());
  const auto slash = range.find('/');
  if (slash == std::string_view::npos || slash > 9 || range.size() - slash > 10) return false;
  const std::string last(range.substr(0, slash));
  const std::string total(range.substr(slash + 1));
  const auto digits = [](const std::string& text) {
    return !text.empty() && text.find_first_not_of("0123456789") == std::string::npos;
  };
  return total == "*" || (digits(last) && digits(total) && std::stol(last) + 1 == std::stol(total));
}

Result<void> check_status(const FetchedAnswer& answer) {
  const std::string message = "the server answered " + std::to_string(answer.status);
  switch (answer.status) {
    case 200:
    case 203:  // changed by a proxy on the way (RFC 9110 15.3.4)
      return base::success();
    case 206:
      if (is_whole(answer.content_range)) return base::success();
      return failed("the server sent a part of the file, unasked", "partial");
    case 401:
    case 402:
    case 403:
    case 407:
    case 429:
    case 451:
      return failed(message, "refused");
    case 404:
    case 410:
      return failed(message, "missing");
    default:
      return failed(message, answer.status >= 500 ? "server_error" : "");
  }
}

/// The body without a byte-order mark, spaces and line ends at its beginning.
std::string_view without_blank_beginning(std::string_view body) {
  constexpr std::string_view kMark = "\xEF\xBB\xBF";
  for (;;) {
    const auto first = std::min(body.find_first_not_of(" \t\r\n"), body.size());
    body.remove_prefix(first);
    if (!body.starts_with(kMark)) return body;
    body.remove_prefix(kMark.size());
  }
}

std::string lower_beginning(std::string_view body) {
  return base::lower(body.substr(0, kLookedAt));
}

/// Refuses a web page instead of a file: sites send one when a login is missing, downloads are used up, or a
/// wait is due.
Result<void> refuse_page(std::string_view body) {
  if (!body.starts_with('<')) return base::success();
  const std::string page = lower_beginning(body);
  constexpr std::array<std::string_view, 6> kLogin{"type=\"password\"", "type='password'", "type=password",
                                                   "action=\"/login",   "action=\"login",  "/takelogin"};
  const bool login = std::ranges::any_of(
      kLogin, [&page](std::string_view sign) { return page.find(sign) != std::string::npos; });
  if (login)
    return Error{ErrorCode::bad_torrent, "the server sent a page to log in, not a file", "login_page"};
  return Error{ErrorCode::bad_torrent, "the server sent a web page, not a file", "web_page"};
}

bool is_plain(std::string_view coding) {
  return coding.empty() || equals_ignoring_case(coding, "identity");
}

bool is_packed(std::string_view coding) {
  return equals_ignoring_case(coding, "gzip") || equals_ignoring_case(coding, "x-gzip") ||
         equals_ignoring_case(coding, "deflate");
}

}  // namespace

Result<std::string> file_of(FetchedAnswer answer, std::size_t limit) {
  BOOST_OUTCOME_TRYV(check_status(answer));
  if (!is_plain(answer.content_encoding) && !is_packed(answer.content_encoding))
    return failed("the server compressed the file in a way that was not asked for", "compressed");
  std::string body = std::move(answer.body);
  // Some servers announce an encoding and send the file as it is.
  const bool said = is_packed(answer.content_encoding) && !without_blank_beginning(body).starts_with('d');
  for (int layer = 0; layer < kMostLayers && (is_gzip(body) || (said && layer == 0)); ++layer) {
    MAGNETAR_TRY(unpacked, unpack(body, limit));
    body = std::move(unpacked);
  }
  const std::string_view file = without_blank_beginning(body);
  BOOST_OUTCOME_TRYV(refuse_page(file));
  return std::string(file);
}

}  // namespace magnetar::http
