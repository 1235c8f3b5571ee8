#include "http/head_parser.h"

#include <boost/asio/buffer.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/parser.hpp>

namespace magnetar::http {
namespace {

namespace beast = boost::beast::http;

constexpr std::size_t kRequestLineLimit = 8 * 1024;
constexpr std::size_t kFieldsLimit = 16 * 1024;
constexpr std::size_t kFieldCountLimit = 64;
constexpr std::string_view kLineEnd = "\r\n";
constexpr std::string_view kHeadEnd = "\r\n\r\n";

std::size_t count_lines(std::string_view text) {
  std::size_t lines = 0;
  for (auto at = text.find(kLineEnd); at != std::string_view::npos; at = text.find(kLineEnd, at + 2)) ++lines;
  return lines;
}

/// The status for a limit that is exceeded already, else 0. `line_end` and `head_end` may be npos.
int broken_limit(std::string_view buffer, std::size_t line_end, std::size_t head_end) {
  if (std::min(line_end, buffer.size()) > kRequestLineLimit) return 414;
  if (line_end == std::string_view::npos) return 0;
  const auto fields_begin = line_end + kLineEnd.size();
  // A head without fields ends with its request line.
  const auto fields_end = head_end == line_end ? fields_begin : std::min(head_end, buffer.size());
  const auto fields = buffer.substr(fields_begin, fields_end - fields_begin);
  if (fields.size() > kFieldsLimit || count_lines(fields) >= kFieldCountLimit) return 431;
  return 0;
}

std::variant<RequestHead, HeadRefusal> parse(std::string_view text) {
  beast::request_parser<beast::empty_body> parser;
  parser.header_limit(kRequestLineLimit + kFieldsLimit + kHeadEnd.size() + kLineEnd.size());
  boost::beast::error_code error;
  parser.put(boost::asio::buffer(text.data(), text.size()), error);
  if (error == beast::error::body_limit) return HeadRefusal{413};
  if (error || !parser.is_header_done()) return HeadRefusal{400};
  if (parser.chunked() || parser.content_length().value_or(0) > 0) return HeadRefusal{413};

  const auto& message = parser.get();
  const auto text_of = [](auto view) { return std::string(view.data(), view.size()); };
  RequestHead head{text_of(message.method_string()), text_of(message.target()), parser.keep_alive()};
  for (const auto& field : message) {
    head.fields.emplace_back(text_of(field.name_string()), text_of(field.value()));
  }
  return head;
}

}  // namespace

std::optional<std::variant<RequestHead, HeadRefusal>> HeadParser::next() {
  // An empty line before the request line is skipped (RFC 9112 2.2).
  while (buffer_.starts_with(kLineEnd)) buffer_.erase(0, kLineEnd.size());
  const auto line_end = buffer_.find(kLineEnd);
  const auto head_end = buffer_.find(kHeadEnd);
  if (const int status = broken_limit(buffer_, line_end, head_end); status != 0) return HeadRefusal{status};
  // Lines that end with a line feed alone are refused at once, because a client that sends them waits for an
  // answer.
  if (head_end == std::string::npos && buffer_.find("\n\n") != std::string::npos) return HeadRefusal{400};
  if (head_end == std::string::npos) return std::nullopt;
  const auto size = head_end + kHeadEnd.size();
  auto head = parse(std::string_view(buffer_).substr(0, size));
  buffer_.erase(0, size);
  return head;
}

}  // namespace magnetar::http
