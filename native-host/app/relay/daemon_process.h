#pragma once
// A daemon started by this program: its start, and the notice of its end.

#include <boost/asio/posix/stream_descriptor.hpp>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/error.h"
#include "base/loop.h"
#include "base/unique_fd.h"

namespace magnetar::app::relay {

/// The program to run, and the file of its standard error.
struct DaemonCommand {
  std::filesystem::path program;
  std::vector<std::string> arguments;
  std::filesystem::path log;
};

/// Watches the process; the destructor leaves the process running. Loop thread only.
class DaemonProcess {
 public:
  /// `code` is the exit code, or 128 + the signal.
  using OnExit = std::function<void(int code)>;

  /// Starts the program in a session of its own, in /, with no descriptor of this process, because browsers
  /// take an open pipe for a running host (Chromium: standard output; Firefox: descriptor 3). Errors:
  /// not_found, io_error.
  [[nodiscard]] static base::Result<std::unique_ptr<DaemonProcess>> start(base::Loop& loop,
                                                                          const DaemonCommand& command,
                                                                          OnExit on_exit);
  ~DaemonProcess();
  DaemonProcess(const DaemonProcess&) = delete;
  DaemonProcess& operator=(const DaemonProcess&) = delete;

 private:
  DaemonProcess(base::Loop& loop, base::UniqueFd handle, OnExit on_exit);
  void wait();

  boost::asio::posix::stream_descriptor handle_;  // a pidfd: readable when the process has ended
  OnExit on_exit_;
  std::shared_ptr<void> alive_ = std::make_shared<int>();  // a wake-up may be queued at the destruction
};

/// Returns the path of the program `name` in the folder of the running program.
[[nodiscard]] std::filesystem::path beside_this_program(const char* name);

}  // namespace magnetar::app::relay
