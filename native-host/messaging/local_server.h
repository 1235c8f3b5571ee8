#pragma once
// The daemon's end of the local socket. Runs on the loop thread; the daemon owns it.

#include <boost/asio/posix/stream_descriptor.hpp>
#include <cstddef>
#include <filesystem>
#include <functional>
#include <memory>

#include "base/loop.h"
#include "base/unique_fd.h"
#include "messaging/channel_options.h"
#include "messaging/frame_channel.h"
#include "messaging/instance_lock.h"

namespace magnetar::messaging {

/// Accepts clients of this user only (checked with the kernel) and at most `max_clients` at once; others are
/// closed at once.
class LocalServer {
 public:
  using OnClient = std::function<void(std::unique_ptr<FrameChannel> client)>;

  struct Options {
    ChannelOptions channel;
    std::size_t max_clients = 64;
    /// Bytes that all clients together may hold in queues and unfinished frames.
    std::size_t memory = 64 * 1024 * 1024;
  };

  /// Listens at `socket` (mode 0600 in a folder made 0700). The lock proves that an existing socket file is
  /// stale. The file gets its name only when connections are accepted, so its existence means "ready".
  [[nodiscard]] static base::Result<std::unique_ptr<LocalServer>> listen(base::Loop& loop,
                                                                         const InstanceLock& owner,
                                                                         const std::filesystem::path& socket,
                                                                         Options options, OnClient on_client);
  /// Stops listening and removes the socket file; open clients stay. Not to be called inside `on_client`.
  ~LocalServer();
  LocalServer(const LocalServer&) = delete;
  LocalServer& operator=(const LocalServer&) = delete;

  /// The number of clients whose channels live.
  [[nodiscard]] std::size_t clients() const { return *clients_; }

 private:
  LocalServer(base::Loop& loop, base::UniqueFd listening, std::filesystem::path socket, Options options,
              OnClient on_client);
  void wait();
  void accept_all();
  void admit(base::UniqueFd client);

  base::Loop& loop_;
  boost::asio::posix::stream_descriptor listening_;
  std::filesystem::path socket_;
  Options options_;
  OnClient on_client_;
  std::shared_ptr<std::size_t> clients_ = std::make_shared<std::size_t>(0);
  std::unique_ptr<base::Timer> pause_;
  std::shared_ptr<void> alive_ = std::make_shared<int>();  // a queued wake-up may outlive the server
};

}  // namespace magnetar::messaging
