#include "rpc/responder.h"

#include <utility>

namespace magnetar::rpc {

class Responder::Pending {
 public:
  Pending(const std::shared_ptr<Connection>& connection, RequestId id, WhenWritten when_written)
      : connection_(connection), id_(std::move(id)), when_written_(std::move(when_written)) {}
  Pending(const Pending&) = delete;
  Pending& operator=(const Pending&) = delete;
  ~Pending() {
    send_error(base::Error{base::ErrorCode::internal, "the request was dropped without an answer"});
  }

  void send_result(const nlohmann::json& result) {
    const auto client = take();
    if (!client) return;
    auto payload = result_payload(id_, result);
    if (!when_written_) return send(*client, id_, payload);
    when_written_([to = std::weak_ptr(client), id = id_,
                   payload = std::move(payload)](const base::Result<void>& written) {
      const auto there = to.lock();
      if (!there) return;
      if (written) return send(*there, id, payload);
      there->send(error_payload(id, written.error()));
    });
  }

  void send_error(const Failure& failure) {
    if (const auto client = take()) client->send(error_payload(id_, failure));
  }

 private:
  static void send(Connection& client, const RequestId& id, std::string_view payload) {
    if (client.send(payload)) return;
    client.send(error_payload(id, base::Error{base::ErrorCode::internal, "the answer does not fit a frame"}));
  }

  // Returns the client to the first caller only.
  std::shared_ptr<Connection> take() { return std::exchange(connection_, {}).lock(); }

  std::weak_ptr<Connection> connection_;
  RequestId id_;
  WhenWritten when_written_;
};

Responder::Responder(const std::shared_ptr<Connection>& connection, RequestId id, WhenWritten when_written)
    : pending_(std::make_shared<Pending>(connection, std::move(id), std::move(when_written))) {}

void Responder::result(const nlohmann::json& result) const {
  pending_->send_result(result);
}

void Responder::error(const Failure& failure) const {
  pending_->send_error(failure);
}

void Responder::answer(const base::Result<nlohmann::json>& outcome) const {
  if (outcome) {
    result(outcome.value());
  } else {
    error(outcome.error());
  }
}

}  // namespace magnetar::rpc
