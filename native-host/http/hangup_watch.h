#pragma once
// Notices that a client is gone while its request waits for bytes that may never come. One thread for all
// connections of a server.

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include "base/cancel_token.h"
#include "base/clock.h"
#include "base/unique_fd.h"
#include "http/wake_event.h"

namespace magnetar::http {

/// Cancels the token of a request whose client is gone. A reset connection is gone at once. A half-closed one
/// is ambiguous: the client may still read (a script that pipes its request), or its tab is closed. It counts
/// as gone when it would have to wait for longer than the grace period. While bytes flow, it gets them, and
/// sending them shows whether it is there.
class HangupWatch {
 public:
  /// Throws std::system_error when the process has no descriptor or thread left.
  HangupWatch();
  ~HangupWatch();
  HangupWatch(const HangupWatch&) = delete;
  HangupWatch& operator=(const HangupWatch&) = delete;

  /// While it lives, the request waits for bytes and not for its client.
  class Waiting {
   public:
    Waiting(HangupWatch& watch, std::uint64_t id);
    ~Waiting();
    Waiting(const Waiting&) = delete;
    Waiting& operator=(const Waiting&) = delete;

   private:
    HangupWatch& watch_;
    std::uint64_t id_;
  };

  /// While it lives, the connection is watched; the socket must stay open as long.
  class Watched {
   public:
    Watched(HangupWatch& watch, int socket, const std::shared_ptr<base::CancelToken>& cancel);
    ~Watched();
    Watched(const Watched&) = delete;
    Watched& operator=(const Watched&) = delete;

    [[nodiscard]] Waiting waiting() { return {watch_, id_}; }

   private:
    HangupWatch& watch_;
    int socket_;
    std::uint64_t id_;
  };

  /// Cancels every request, and each new one at once.
  void cancel_all();

 private:
  struct Entry {
    std::shared_ptr<base::CancelToken> cancel;
    bool half_closed = false;
    std::optional<base::TimePoint> waiting_since = {};
  };
  using Tokens = std::vector<std::shared_ptr<base::CancelToken>>;

  [[nodiscard]] std::uint64_t add(int socket, const std::shared_ptr<base::CancelToken>& cancel);
  void remove(int socket, std::uint64_t id);
  void set_waiting(std::uint64_t id, std::optional<base::TimePoint> since);
  void run();
  void note(std::uint64_t id, std::uint32_t events, Tokens& gone);
  [[nodiscard]] Tokens overdue();
  [[nodiscard]] int milliseconds_to_next() const;

  base::UniqueFd epoll_;
  WakeEvent wake_;
  mutable std::mutex mutex_;  // guards the members below; never held while a token is cancelled
  bool cancelling_ = false;
  bool ending_ = false;
  std::uint64_t next_id_ = 1;
  std::map<std::uint64_t, Entry> entries_;
  std::thread thread_;
};

}  // namespace magnetar::http
