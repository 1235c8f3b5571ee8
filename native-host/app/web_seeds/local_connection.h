#pragma once
// A web seed's connection to the session on this machine, where it is a peer (BEP 3).

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
  /// What was queued has been taken, but for a little.
  virtual void on_drained() = 0;
  virtual void on_left() = 0;
};

/// The thread of its io_context only.
class LocalConnection final : public std::enable_shared_from_this<LocalConnection> {
 public:
  /// Takes a socket that is connected or connecting, and says `hello`. Errors: io_error.
  [[nodiscard]] static base::Result<std::shared_ptr<LocalConnection>> open(boost::asio::io_context& context,
                                                                           base::UniqueFd socket,
                                                                           const std::string& info_hash,
                                                                           LocalEvents& events);
  void send(std::string bytes);
  /// Bytes that the session has not taken yet.
  [[nodiscard]] std::size_t queued() const { return sending_.size() + to_send_.size(); }
  /// Ends it without on_left().
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
