#pragma once
// The single answer to a request, at once or later.

#include <functional>
#include <memory>
#include <nlohmann/json.hpp>

#include "base/error.h"
#include "rpc/connection.h"
#include "rpc/envelope.h"

namespace magnetar::rpc {

/// Calls back when all earlier changes are written, or have failed. May call back before it returns.
using WhenWritten = std::function<void(std::function<void(const base::Result<void>&)>)>;

/// Copies share one answer: the first call sends it, later ones have no effect. When the last copy is
/// destroyed without an answer, the client gets `internal`. When the client has gone, no answer is sent. An
/// answer that is too large for a frame becomes `internal`, so that no request stays open. Loop thread only.
class Responder {
 public:
  /// With `when_written`, a result is sent when all earlier changes are written; an error of the write
  /// becomes the answer.
  Responder(const std::shared_ptr<Connection>& connection, RequestId id, WhenWritten when_written = {});

  void result(const nlohmann::json& result) const;
  void error(const Failure& failure) const;
  /// Sends the result or the error.
  void answer(const base::Result<nlohmann::json>& outcome) const;

 private:
  class Pending;
  std::shared_ptr<Pending> pending_;
};

}  // namespace magnetar::rpc
