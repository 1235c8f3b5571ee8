#include "rpc/dispatcher.h"

#include <exception>
#include <string>
#include <variant>

#include "base/log.h"

namespace magnetar::rpc {

using base::Error;
using base::ErrorCode;

void Dispatcher::handle(std::string_view payload, const std::shared_ptr<Connection>& connection) const {
  const Message message = parse_message(payload);
  if (const auto* malformed = std::get_if<Malformed>(&message)) {
    connection->send(error_payload(malformed->id, malformed->error));
  } else if (const auto* request = std::get_if<Request>(&message)) {
    call(*request, connection);
  }
}

void Dispatcher::call(const Request& request, const std::shared_ptr<Connection>& connection) const {
  const Method* method = methods_.find(request.method);
  const bool changes = method != nullptr && method->changes;
  const Responder responder(connection, request.id, changes ? when_written_ : WhenWritten{});
  if ((method == nullptr || method->needs_hello) && !connection->protocol()) {
    return responder.error(Error{ErrorCode::hello_required, "the first message is hello"});
  }
  if (method == nullptr) return responder.error(Error{ErrorCode::unknown_method, "there is no such method"});
  try {
    method->handler(request.params, connection, responder);
  } catch (const std::exception& failure) {
    base::log(base::LogLevel::error, "rpc", request.method + ": " + failure.what());
    responder.error(Error{ErrorCode::internal, "the method failed"});
  }
}

}  // namespace magnetar::rpc
