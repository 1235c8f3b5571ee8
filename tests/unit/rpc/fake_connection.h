#pragma once
// A client that keeps the payloads sent to it.

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "rpc/connection.h"

namespace magnetar::tests {

class FakeConnection final : public rpc::Connection {
 public:
  FakeConnection() : Connection(rpc::ConnectionId{7}) {}
  bool send(std::string_view payload) override {
    if (payload.size() > limit) return false;
    sent.emplace_back(payload);
    return true;
  }
  /// The only payload sent; null when there is none or more than one.
  [[nodiscard]] nlohmann::json only() const {
    return sent.size() == 1 ? nlohmann::json::parse(sent[0]) : nlohmann::json(nullptr);
  }

  std::vector<std::string> sent;
  std::size_t limit = 1048576;
};

}  // namespace magnetar::tests
