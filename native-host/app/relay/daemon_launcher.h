#pragma once
// Connects to this user's daemon, and starts it when there is none.

#include <memory>

#include "app/relay/daemon_door.h"
#include "app/relay/daemon_process.h"
#include "app/relay/folder_watch.h"
#include "base/loop.h"
#include "base/paths.h"
#include "messaging/channel_options.h"

namespace magnetar::app::relay {

/// A daemon that finds the instance lock taken ends with 0, so that several launchers at once start one
/// daemon: each waits for the socket to appear, whichever daemon makes it. Loop thread only.
class DaemonLauncher final : public DaemonDoor {
 public:
  struct Options {
    DaemonCommand command;
    messaging::ChannelOptions channel = messaging::client_side();
    base::Duration deadline = std::chrono::seconds(10);  ///< from open() to a daemon that accepts
  };

  DaemonLauncher(base::Loop& loop, base::Paths paths, Options options);
  /// Starts `magnetar daemon` beside the running program, with its log in paths.log().
  DaemonLauncher(base::Loop& loop, const base::Paths& paths);

  void open(Opened opened) override;

 private:
  [[nodiscard]] base::Result<void> prepare();
  bool try_connect();
  void connect_or_launch();
  void launch();
  void daemon_ended(int code);
  void finish(base::Result<std::unique_ptr<messaging::FrameChannel>> outcome);
  void fail(const std::string& why);

  base::Loop& loop_;
  base::Paths paths_;
  Options options_;
  Opened opened_;  // empty when no attempt is under way
  bool had_daemon_ = false;
  bool launching_ = false;  // process_ belongs to this attempt, not to an earlier one
  std::unique_ptr<FolderWatch> watch_;
  std::unique_ptr<DaemonProcess> process_;
  std::unique_ptr<base::Timer> deadline_;
  std::unique_ptr<base::Timer> again_;
};

}  // namespace magnetar::app::relay
