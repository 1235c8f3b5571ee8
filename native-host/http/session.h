#pragma once
// Serves one connection from its first request to its end, on a thread of its own.

#include <optional>
#include <string>

#include "http/allowed_origins.h"
#include "http/answer.h"
#include "http/connection.h"
#include "http/connection_list.h"
#include "http/hangup_watch.h"
#include "http/head_parser.h"
#include "http/http_server.h"
#include "http/request_guard.h"
#include "http/response.h"

namespace magnetar::http {

/// State that all sessions of a server share.
struct Service {
  ServerOptions options;
  std::uint16_t port = 0;
  Handler handler;
  AllowedOrigins origins;
  HangupWatch watch;
  ConnectionList connections;
};

/// The client of a connection: unknown, or a program of the daemon that was given the connection.
enum class Client { unknown, known };

class Session {
 public:
  /// `client`: the program at the other end.
  Session(Connection& connection, Service& service, Client client)
      : connection_(connection), service_(service), client_(client) {}

  /// Answers requests until the connection ends.
  void run();

  /// Answers 503 to a connection above the limit, without reading its request.
  void refuse();

 private:
  [[nodiscard]] std::optional<RequestHead> next_head();
  /// Returns whether the connection may carry another request.
  [[nodiscard]] bool answer(const RequestHead& head);
  [[nodiscard]] bool answer(const RequestHead& head, Admission admission);
  [[nodiscard]] bool respond(const RequestHead& head, Response response, std::string_view origin);
  [[nodiscard]] bool send_file(const RequestHead& head, const FileAnswer& file, const Request& request,
                               HangupWatch::Watched& watched, std::string_view origin);
  [[nodiscard]] base::Result<void> send_parts(const Response& response, const FileAnswer& file,
                                              const Request& request, HangupWatch::Watched& watched);
  [[nodiscard]] base::Result<void> send_range(base::ByteRange range, ByteSource& source,
                                              std::span<std::byte> scratch, const Request& request,
                                              HangupWatch::Watched& watched);
  [[nodiscard]] base::Result<void> send_bytes(const base::BodyBytes& bytes,
                                              std::span<const std::byte> scratch);
  [[nodiscard]] bool send_head(const Response& response, bool close);

  Connection& connection_;
  Service& service_;
  const Client client_;
  HeadParser parser_;
};

}  // namespace magnetar::http
