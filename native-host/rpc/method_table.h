#pragma once
// The table of methods and their requirements.

#include <functional>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "rpc/connection.h"
#include "rpc/responder.h"

namespace magnetar::rpc {

/// Called on the loop thread. `params` is an object that is gone after the call; `responder` may be kept.
using Handler = std::function<void(const nlohmann::json& params,
                                   const std::shared_ptr<Connection>& connection, Responder responder)>;

struct Method {
  Handler handler;
  bool needs_hello = true;  ///< refused with hello_required before the handshake
  bool changes = false;     ///< changes stored data; the answer waits until it is written
};

/// Filled at start, then only read.
class MethodTable {
 public:
  /// A name registered twice is a defect of the program and ends it.
  void add(std::string name, Handler handler, bool needs_hello = true);
  /// Marks a registered method as one that changes stored data.
  void mark_changing(std::string_view name);
  /// Null when there is no such method.
  [[nodiscard]] const Method* find(std::string_view name) const;
  /// All names, sorted.
  [[nodiscard]] std::vector<std::string> names() const;

 private:
  std::map<std::string, Method, std::less<>> methods_;
};

}  // namespace magnetar::rpc
