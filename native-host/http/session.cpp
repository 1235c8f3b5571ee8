#include "http/session.h"

#include <exception>

#include "base/log.h"
#include "base/random.h"
#include "http/file_response.h"

namespace magnetar::http {
namespace {

using base::Error;
using base::ErrorCode;

constexpr auto kFinishTimeout = std::chrono::seconds(1);
constexpr std::size_t kScratch = 256 * 1024;

base::TimePoint now() {
  return base::SystemClock().now();
}

/// Statuses after which the connection ends, so that refused clients hold no thread.
bool ends_connection(int status) {
  switch (status) {
    case 400:
    case 403:
    case 404:
    case 405:
    case 413:
    case 414:
    case 431:
      return true;
    default:
      return false;
  }
}

Response empty_response(const StatusAnswer& answer) {
  Response response{answer.status};
  if (answer.retry_after_seconds) {
    response.headers.emplace_back("Retry-After", std::to_string(*answer.retry_after_seconds));
  }
  if (answer.status == 405) response.headers.emplace_back("Allow", "GET, HEAD, OPTIONS");
  return response;
}

Response text_response(TextAnswer answer) {
  Response response{answer.status, std::move(answer.headers)};
  for (const auto& [name, value] : response.headers) response.exposed.push_back(name);
  response.headers.emplace_back("Content-Type", std::move(answer.content_type));
  response.body.emplace_back(std::move(answer.body));
  return response;
}

Response options_response() {
  return {
      204,
      {{"Access-Control-Allow-Methods", "GET, HEAD"}, {"Access-Control-Allow-Headers", "Range, If-Range"}}};
}

std::string_view as_text(const std::byte* bytes, std::size_t size) {
  return {reinterpret_cast<const char*>(bytes), size};
}

}  // namespace

void Session::run() {
  try {
    for (auto head = next_head(); head && answer(*head);) head = next_head();
  } catch (const std::exception& error) {
    base::log(base::LogLevel::error, "http", std::string("a request failed: ") + error.what());
    connection_.reset();
  }
}

void Session::refuse() {
  Response response = empty_response({503, 1});
  add_common_headers(response, {});
  if (send_head(response, true)) connection_.finish(kFinishTimeout);
}

std::optional<RequestHead> Session::next_head() {
  auto deadline = now() + service_.options.keep_alive;
  for (;;) {
    if (auto next = parser_.next()) {
      if (auto* head = std::get_if<RequestHead>(&*next)) return std::move(*head);
      const RequestHead unknown{};
      [[maybe_unused]] const bool more = respond(unknown, Response{std::get<HeadRefusal>(*next).status}, {});
      return std::nullopt;
    }
    const bool first = !parser_.started();
    const auto bytes = connection_.receive(deadline);
    if (!bytes || bytes.value().empty()) return std::nullopt;
    if (first) deadline = now() + service_.options.head_timeout;
    parser_.append(bytes.value());
  }
}

bool Session::answer(const RequestHead& head) {
  const auto token =
      client_ == Client::known ? std::nullopt : std::optional<std::string_view>(service_.options.token);
  const GuardRules rules{service_.port, token,
                         [this](std::string_view origin) { return service_.origins.contains(origin); },
                         service_.options.may_be_framed};
  auto verdict = admit(head, rules);
  if (const auto* refusal = std::get_if<Refusal>(&verdict)) {
    return respond(head, empty_response({refusal->status, std::nullopt}), {});
  }
  auto& admission = std::get<Admission>(verdict);
  if (!service_.connections.belongs_to(connection_, admission.viewer))
    return respond(head, empty_response({503, 1}), admission.origin);
  if (admission.method == Method::options) return respond(head, options_response(), admission.origin);
  return answer(head, std::move(admission));
}

bool Session::answer(const RequestHead& head, Admission admission) {
  const Request request{std::move(admission.segments), std::make_shared<base::CancelToken>(),
                        std::move(admission.viewer)};
  HangupWatch::Watched watched(service_.watch, connection_.fd(), request.cancel);
  Answer answer = [&] {
    const auto waiting = watched.waiting();
    return service_.handler(request);
  }();
  if (request.cancel->cancelled()) return false;
  if (const auto* file = std::get_if<FileAnswer>(&answer)) {
    return send_file(head, *file, request, watched, admission.origin);
  }
  if (auto* text = std::get_if<TextAnswer>(&answer)) {
    return respond(head, text_response(std::move(*text)), admission.origin);
  }
  return respond(head, empty_response(std::get<StatusAnswer>(answer)), admission.origin);
}

bool Session::respond(const RequestHead& head, Response response, std::string_view origin) {
  add_common_headers(response, origin);
  const bool close = !head.keep_alive || ends_connection(response.status);
  if (!send_head(response, close)) return false;
  for (const auto& part : response.body) {
    if (head.method == "HEAD") break;
    if (!connection_.send(std::get<std::string>(part), service_.options.write_timeout)) return false;
  }
  if (close) connection_.finish(kFinishTimeout);
  return !close;
}

bool Session::send_file(const RequestHead& head, const FileAnswer& file, const Request& request,
                        HangupWatch::Watched& watched, std::string_view origin) {
  auto response = plan_file(file, head, base::random_hex(16));
  if (file.framed) response.framed_by = service_.origins.list();
  add_common_headers(response, origin);
  // The head goes before the first byte is available, so that the player shows that it waits and knows the
  // size.
  if (!send_head(response, !head.keep_alive)) return false;
  if (head.method != "HEAD" && !response.body.empty()) {
    if (!send_parts(response, file, request, watched)) {
      connection_.reset();
      return false;
    }
  }
  if (!head.keep_alive) connection_.finish(kFinishTimeout);
  return head.keep_alive;
}

base::Result<void> Session::send_parts(const Response& response, const FileAnswer& file,
                                       const Request& request, HangupWatch::Watched& watched) {
  const auto scratch = std::make_unique_for_overwrite<std::byte[]>(kScratch);
  std::unique_ptr<ByteSource> source;
  for (const auto& part : response.body) {
    if (const auto* text = std::get_if<std::string>(&part)) {
      BOOST_OUTCOME_TRYV(connection_.send(*text, service_.options.write_timeout));
      continue;
    }
    const auto range = std::get<base::ByteRange>(part);
    if (!source) source = file.open(range.begin);
    if (!source) return Error{ErrorCode::internal, "no source of bytes"};
    BOOST_OUTCOME_TRYV(send_range(range, *source, {scratch.get(), kScratch}, request, watched));
  }
  return base::success();
}

base::Result<void> Session::send_range(base::ByteRange range, ByteSource& source,
                                       std::span<std::byte> scratch, const Request& request,
                                       HangupWatch::Watched& watched) {
  while (!range.empty()) {
    const auto next = [&] {
      const auto waiting = watched.waiting();
      return source.next(range.begin, range.size(), scratch, *request.cancel);
    }();
    MAGNETAR_TRY(bytes, next);
    // A client that reads everything at once never causes a wait, so the token is checked between waits too.
    if (request.cancel->cancelled())
      return Error{ErrorCode::cancelled, "the response is not wanted any more"};
    const auto size = base::size_of(bytes);
    if (size <= 0 || size > range.size()) return Error{ErrorCode::internal, "a source gave a wrong size"};
    BOOST_OUTCOME_TRYV(send_bytes(bytes, scratch));
    range.begin += size;
  }
  return base::success();
}

base::Result<void> Session::send_bytes(const base::BodyBytes& bytes, std::span<const std::byte> scratch) {
  const auto patience = service_.options.write_timeout;
  if (const auto* slice = std::get_if<base::FileSlice>(&bytes)) return connection_.send(*slice, patience);
  const auto size = std::get<std::size_t>(bytes);
  if (size > scratch.size()) return Error{ErrorCode::internal, "a source gave more than the memory holds"};
  return connection_.send(as_text(scratch.data(), size), patience);
}

bool Session::send_head(const Response& response, bool close) {
  const auto text = head_text(response, close, std::chrono::system_clock::now());
  return connection_.send(text, service_.options.write_timeout).has_value();
}

}  // namespace magnetar::http
