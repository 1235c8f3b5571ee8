#include <utility>

#include "app/relay/daemon_process.h"
#include "base/detached_program.h"
#include "base/new_process.h"

namespace magnetar::app::relay {

base::Result<std::unique_ptr<DaemonProcess>> DaemonProcess::start(base::Loop& loop,
                                                                  const DaemonCommand& command,
                                                                  OnExit on_exit) {
  MAGNETAR_TRY(started, base::start_detached({command.program, command.arguments, command.log}));
  std::unique_ptr<DaemonProcess> watched(
      new DaemonProcess(loop, std::move(started.handle), std::move(on_exit)));
  watched->wait();
  return watched;
}

DaemonProcess::DaemonProcess(base::Loop& loop, base::UniqueFd handle, OnExit on_exit)
    : handle_(loop.context(), handle.release()), on_exit_(std::move(on_exit)) {}

// Reaps a process that has just ended; a running one becomes a child of init when this program ends.
DaemonProcess::~DaemonProcess() {
  static_cast<void>(base::collect(handle_.native_handle()));
}

void DaemonProcess::wait() {
  handle_.async_wait(boost::asio::posix::stream_descriptor::wait_read,
                     [this, alive = std::weak_ptr(alive_)](const boost::system::error_code& error) {
                       if (error || alive.expired()) return;
                       const auto code = base::collect(handle_.native_handle());
                       if (!code) return wait();
                       const OnExit on_exit = std::move(on_exit_);
                       on_exit(*code);
                     });
}

std::filesystem::path beside_this_program(const char* name) {
  std::error_code ignored;
  return std::filesystem::read_symlink("/proc/self/exe", ignored).parent_path() / name;
}

}  // namespace magnetar::app::relay
