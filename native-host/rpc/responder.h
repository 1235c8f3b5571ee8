#pragma once
// The one answer a request gets, now or later.

#include <functional>
#include <memory>
#include <nlohmann/json.hpp>

#include "base/error.h"
#include "rpc/connection.h"
#include "rpc/envelope.h"

namespace magnetar::rpc {

/// Calls back when all that was changed before is written, or could not be. May do so at once.
using WhenWritten = std::function<void(std::function<void(const base::Result<void>&)>)>;

/// Copies are the same answer: the first call sends it, later ones do nothing. When the last copy goes
/// without an answer, the client gets `internal`. When the client has gone, nothing happens. An answer that
/// is too large for a frame becomes `internal`, so that no request stays open. Loop thread only.
class Responder {
 public:
  /// With `when_written` a result is sent once what was changed before it is written; if that cannot be, its
  /// error is the answer.
  Responder(const std::shared_ptr<Connection>& connection, RequestId id, WhenWritten when_written = {});

  void result(const nlohmann::json& result) const;
  void error(const Failure& failure) const;
  /// One of both.
  void answer(const base::Result<nlohmann::json>& outcome) const;

 private:
  class Pending;
  std::shared_ptr<Pending> pending_;
};

}  // namespace magnetar::rpc
