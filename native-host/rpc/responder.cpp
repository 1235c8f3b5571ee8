#include "rpc/responder.h"

#include <utility>

namespace magnetar::rpc {

class Responder::Pending {
 public:
  Pending(const std::shared_ptr<Connection>& connection, RequestId id)
      : connection_(connection), id_(std::move(id)) {}
  Pending(const Pending&) = delete;
  Pending& operator=(const Pending&) = delete;
  ~Pending() {
    send_error(base::Error{base::ErrorCode::internal, "the request was dropped without an answer"});
  }

  void send_result(const nlohmann::json& result) {
    const auto client = take();
    if (!client || client->send(result_payload(id_, result))) return;
    client->send(
        error_payload(id_, base::Error{base::ErrorCode::internal, "the answer does not fit a frame"}));
  }

  void send_error(const Failure& failure) {
    if (const auto client = take()) client->send(error_payload(id_, failure));
  }

 private:
  // The client, for the first caller only.
  std::shared_ptr<Connection> take() { return std::exchange(connection_, {}).lock(); }

  std::weak_ptr<Connection> connection_;
  RequestId id_;
};

Responder::Responder(const std::shared_ptr<Connection>& connection, RequestId id)
    : pending_(std::make_shared<Pending>(connection, std::move(id))) {}

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
