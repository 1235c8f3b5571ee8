#include "http/response.h"

#include <array>
#include <ctime>

namespace magnetar::http {
namespace {

std::string_view reason(int status) {
  switch (status) {
    case 200:
      return "OK";
    case 204:
      return "No Content";
    case 206:
      return "Partial Content";
    case 304:
      return "Not Modified";
    case 400:
      return "Bad Request";
    case 403:
      return "Forbidden";
    case 404:
      return "Not Found";
    case 405:
      return "Method Not Allowed";
    case 409:
      return "Conflict";
    case 412:
      return "Precondition Failed";
    case 413:
      return "Content Too Large";
    case 414:
      return "URI Too Long";
    case 416:
      return "Range Not Satisfiable";
    case 431:
      return "Request Header Fields Too Large";
    case 500:
      return "Internal Server Error";
    case 502:
      return "Bad Gateway";
    case 503:
      return "Service Unavailable";
    default:
      return "";  // the reason may be empty (RFC 9112 4)
  }
}

/// An IMF-fixdate (RFC 9110 5.6.7). strftime() is not used, because its names depend on the locale.
std::string http_date(std::chrono::system_clock::time_point now) {
  constexpr std::array kDays{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  constexpr std::array kMonths{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                               "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const std::time_t seconds = std::chrono::system_clock::to_time_t(now);
  std::tm utc{};
  gmtime_r(&seconds, &utc);
  std::array<char, 64> text{};
  std::snprintf(text.data(), text.size(), "%s, %02d %s %04d %02d:%02d:%02d GMT",
                kDays.at(static_cast<std::size_t>(utc.tm_wday)), utc.tm_mday,
                kMonths.at(static_cast<std::size_t>(utc.tm_mon)), utc.tm_year + 1900, utc.tm_hour, utc.tm_min,
                utc.tm_sec);
  return text.data();
}

void append_field(std::string& text, std::string_view name, std::string_view value) {
  text.append(name).append(": ").append(value).append("\r\n");
}

}  // namespace

std::int64_t Response::content_length() const {
  std::int64_t length = 0;
  for (const auto& part : body) {
    const auto* range = std::get_if<base::ByteRange>(&part);
    length += range != nullptr ? range->size() : std::ssize(std::get<std::string>(part));
  }
  return length;
}

void add_common_headers(Response& response, std::string_view origin) {
  auto& headers = response.headers;
  headers.emplace_back("Cache-Control", "no-store");
  headers.emplace_back("Vary", "Origin");
  headers.emplace_back("Cross-Origin-Resource-Policy", "same-origin");
  headers.emplace_back("Content-Security-Policy",
                       "sandbox; default-src 'none'; frame-ancestors " +
                           (response.framed_by.empty() ? std::string("'none'") : response.framed_by));
  headers.emplace_back("X-Content-Type-Options", "nosniff");
  headers.emplace_back("Referrer-Policy", "no-referrer");
  headers.emplace_back("Cross-Origin-Opener-Policy", "same-origin");
  if (origin.empty()) return;
  headers.emplace_back("Access-Control-Allow-Origin", origin);
  std::string exposed = "Content-Range, Content-Length, Accept-Ranges";
  for (const auto& name : response.exposed) exposed += ", " + name;
  headers.emplace_back("Access-Control-Expose-Headers", exposed);
}

std::string head_text(const Response& response, bool close, std::chrono::system_clock::time_point now) {
  std::string text = "HTTP/1.1 " + std::to_string(response.status) + " ";
  text.append(reason(response.status)).append("\r\n");
  append_field(text, "Date", http_date(now));
  for (const auto& [name, value] : response.headers) append_field(text, name, value);
  if (response.status != 204 && response.status != 304) {  // RFC 9110 8.6
    append_field(text, "Content-Length", std::to_string(response.content_length()));
  }
  if (close) append_field(text, "Connection", "close");
  return text + "\r\n";
}

}  // namespace magnetar::http
