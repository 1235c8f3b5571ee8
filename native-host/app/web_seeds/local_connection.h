#pragma once
// A web seed's connection to the session on this machine, to which it is a peer (BEP 3).

#include <array>
#include <boost/asio/ip/tcp.hpp>
#include <memory>
#include <string>

#include "base/error.h"
#include "base/unique_fd.h"
#include "engine/seed_wire.h"

namespace magnetar::app {

class LocalEvents {
 public:
  virtual ~LocalEvents() = default;
  virtual void on_heard(const engine::SeedWire::Heard& heard) = 0;
  /// The session has taken most of the queued bytes.
  virtual void on_drained() = 0;
  virtual void on_left() = 0;
};

/// For the thread of its io_context only.
class LocalConnection final : public std::enable_shared_from_this<LocalConnection> {
 public:
  /// Takes a socket that is connected or connecting, and sends `hello`. Errors: io_error.
  [[nodiscard]] static base::Result<std::shared_ptr<LocalConnection>> open(boost::asio::io_context& context,
                                                                           base::UniqueFd socket,
                                                                           const std::string& info_hash,
                                                                           LocalEvents& events);
  void send(std::string bytes);
  /// Returns the number of bytes that the session has not taken yet.
  [[nodiscard]] std::size_t queued() const { return sending_.size() + to_send_.size(); }
  /// Closes the connection without a call of on_left().
  void close();

 private:
  LocalConnection(boost::asio::io_context& context, const std::string& info_hash, LocalEvents& events);
  void write();
  void read();
  void fail();

  boost::asio::ip::tcp::socket socket_;
  engine::SeedWire wire_;
  LocalEvents* events_;  ///< null: closed
  std::string to_send_;
  std::string sending_;
  std::array<char, 16 * 1024> received_{};
};

}  // namespace magnetar::app
