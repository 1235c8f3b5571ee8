#pragma once
// A client, as methods see it.

#include <cstdint>
#include <optional>
#include <string_view>

#include "base/strong_id.h"

namespace magnetar::rpc {

using ConnectionId = base::StrongInt<struct ConnectionTag, std::int64_t>;

/// Lives as long as its transport. Held by shared_ptr, so that late answers notice its end. Loop thread only.
class Connection {
 public:
  explicit Connection(ConnectionId id) : id_(id) {}
  virtual ~Connection() = default;
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  /// Sends one payload. Returns false when it is not taken: too large for a frame, or the connection is
  /// closing.
  virtual bool send(std::string_view payload) = 0;

  [[nodiscard]] ConnectionId id() const { return id_; }

  /// The protocol version agreed by `hello`; no value before it.
  [[nodiscard]] std::optional<int> protocol() const { return protocol_; }
  void agree(int protocol) { protocol_ = protocol; }

  /// Whether the client has subscribed to notifications.
  [[nodiscard]] bool subscribed() const { return subscribed_; }
  void set_subscribed(bool subscribed) { subscribed_ = subscribed; }

 private:
  ConnectionId id_;
  std::optional<int> protocol_;
  bool subscribed_ = false;
};

}  // namespace magnetar::rpc
