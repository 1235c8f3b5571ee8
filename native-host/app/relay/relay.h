#pragma once
// The relay of magnetar-host: passes frames unchanged between one browser and the daemon. Runs on the loop
// thread; main owns it.

#include <deque>
#include <functional>
#include <memory>
#include <string>

#include "app/relay/daemon_door.h"
#include "base/clock.h"
#include "messaging/frame_channel.h"

namespace magnetar::app::relay {

/// Frames are plain bytes to the relay. After a loss of the daemon it opens it again and notifies the browser
/// (docs/protocol.md, "Notifications of the relay"); meanwhile frames wait, up to a limit.
class Relay {
 public:
  using Ended = std::function<void(int exit_code)>;

  /// `clock` and `door` must outlive the relay. `ended` is called once, when both channels are closed.
  Relay(const base::Clock& clock, std::unique_ptr<messaging::FrameChannel> browser, DaemonDoor& door,
        Ended ended);
  Relay(const Relay&) = delete;
  Relay& operator=(const Relay&) = delete;

  void start();
  /// Ends as if the browser had closed: frames under way are still written.
  void stop();
  /// Tells the browser why it gets no daemon, and ends with code 1.
  void give_up(const base::Error& error);

 private:
  void from_browser(std::string payload);
  void browser_gone(const base::Result<void>& reason);
  void open_daemon();
  void daemon_opened(base::Result<std::unique_ptr<messaging::FrameChannel>> channel);
  void daemon_gone();
  bool lost_too_often();
  void send_waiting();
  void end();

  const base::Clock& clock_;
  std::unique_ptr<messaging::FrameChannel> browser_;
  DaemonDoor& door_;
  Ended ended_;
  std::unique_ptr<messaging::FrameChannel> daemon_;  // null while there is none
  std::deque<std::string> waiting_;                  // frames of the browser while there is no daemon
  std::size_t waiting_bytes_ = 0;
  std::deque<base::TimePoint> losses_;
  bool had_daemon_ = false;
  bool ending_ = false;
  int exit_code_ = 0;
};

}  // namespace magnetar::app::relay
