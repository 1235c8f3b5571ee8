#pragma once
// Calls the method that a payload requests, over any transport.

#include <memory>
#include <string_view>
#include <utility>

#include "rpc/connection.h"
#include "rpc/envelope.h"
#include "rpc/method_table.h"

namespace magnetar::rpc {

/// Every request gets exactly one answer. Notifications and answers from a client are ignored: clients send
/// requests, the daemon sends none. Never throws. Loop thread only.
class Dispatcher {
 public:
  /// `methods` must outlive the dispatcher. Answers of methods that change data wait for `when_written`.
  explicit Dispatcher(const MethodTable& methods, WhenWritten when_written = {})
      : methods_(methods), when_written_(std::move(when_written)) {}

  void handle(std::string_view payload, const std::shared_ptr<Connection>& connection) const;

 private:
  void call(const Request& request, const std::shared_ptr<Connection>& connection) const;

  const MethodTable& methods_;
  const WhenWritten when_written_;
};

}  // namespace magnetar::rpc
