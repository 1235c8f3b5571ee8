#include <fcntl.h>
#include <spawn.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstring>
#include <utility>

#include "app/relay/daemon_process.h"

namespace magnetar::app::relay {
namespace {

base::Error failure(const std::string& what, int error) {
  return {base::ErrorCode::io_error, what + ": " + std::strerror(error), what};
}

// The new process's descriptors and folder.
class FileActions {
 public:
  explicit FileActions(const std::filesystem::path& log) {
    posix_spawn_file_actions_init(&actions_);
    posix_spawn_file_actions_addopen(&actions_, STDIN_FILENO, "/dev/null", O_RDWR, 0);
    posix_spawn_file_actions_adddup2(&actions_, STDIN_FILENO, STDOUT_FILENO);
    posix_spawn_file_actions_addopen(&actions_, STDERR_FILENO, log.c_str(), O_WRONLY | O_CREAT | O_APPEND,
                                     0600);
    posix_spawn_file_actions_addclosefrom_np(&actions_, STDERR_FILENO + 1);
    posix_spawn_file_actions_addchdir_np(&actions_, "/");
  }
  ~FileActions() { posix_spawn_file_actions_destroy(&actions_); }
  FileActions(const FileActions&) = delete;
  FileActions& operator=(const FileActions&) = delete;
  [[nodiscard]] const posix_spawn_file_actions_t* get() const { return &actions_; }

 private:
  posix_spawn_file_actions_t actions_{};
};

// Its session and signals: ours ignores SIGPIPE and may have inherited a mask.
class Attributes {
 public:
  Attributes() {
    sigset_t all;
    sigset_t none;
    sigfillset(&all);
    sigemptyset(&none);
    posix_spawnattr_init(&attributes_);
    posix_spawnattr_setsigdefault(&attributes_, &all);
    posix_spawnattr_setsigmask(&attributes_, &none);
    posix_spawnattr_setflags(&attributes_,
                             POSIX_SPAWN_SETSID | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK);
  }
  ~Attributes() { posix_spawnattr_destroy(&attributes_); }
  Attributes(const Attributes&) = delete;
  Attributes& operator=(const Attributes&) = delete;
  [[nodiscard]] const posix_spawnattr_t* get() const { return &attributes_; }

 private:
  posix_spawnattr_t attributes_{};
};

std::vector<char*> argument_pointers(std::vector<std::string>& arguments) {
  std::vector<char*> pointers;
  for (std::string& argument : arguments) pointers.push_back(argument.data());
  pointers.push_back(nullptr);
  return pointers;
}

int exit_code(const siginfo_t& info) {
  return info.si_code == CLD_EXITED ? info.si_status : 128 + info.si_status;
}

}  // namespace

base::Result<std::unique_ptr<DaemonProcess>> DaemonProcess::start(base::Loop& loop,
                                                                  const DaemonCommand& command,
                                                                  OnExit on_exit) {
  // An inherited "ignore" would let the kernel throw the exit code away.
  std::signal(SIGCHLD, SIG_DFL);
  std::vector<std::string> arguments{command.program.string()};
  arguments.insert(arguments.end(), command.arguments.begin(), command.arguments.end());
  pid_t pid = 0;
  const int error = ::posix_spawn(&pid, command.program.c_str(), FileActions(command.log).get(),
                                  Attributes().get(), argument_pointers(arguments).data(), environ);
  if (error != 0) return failure(command.program.string(), error);
  // glibc 2.36 declares pidfd_open() without C linkage, so the call is made directly.
  base::UniqueFd handle(static_cast<int>(::syscall(SYS_pidfd_open, pid, 0)));
  if (!handle) return failure("pidfd_open", errno);
  std::unique_ptr<DaemonProcess> process(new DaemonProcess(loop, std::move(handle), std::move(on_exit)));
  process->wait();
  return process;
}

DaemonProcess::DaemonProcess(base::Loop& loop, base::UniqueFd handle, OnExit on_exit)
    : handle_(loop.context(), handle.release()), on_exit_(std::move(on_exit)) {}

// Reaps a process that has just ended; a living one becomes init's when this program ends.
DaemonProcess::~DaemonProcess() {
  siginfo_t ignored{};
  ::waitid(P_PIDFD, static_cast<id_t>(handle_.native_handle()), &ignored, WEXITED | WNOHANG);
}

void DaemonProcess::wait() {
  handle_.async_wait(boost::asio::posix::stream_descriptor::wait_read,
                     [this, alive = std::weak_ptr(alive_)](const boost::system::error_code& error) {
                       if (error || alive.expired()) return;
                       siginfo_t info{};
                       ::waitid(P_PIDFD, static_cast<id_t>(handle_.native_handle()), &info, WEXITED);
                       const OnExit on_exit = std::move(on_exit_);
                       on_exit(exit_code(info));
                     });
}

std::filesystem::path beside_this_program(const char* name) {
  std::error_code ignored;
  return std::filesystem::read_symlink("/proc/self/exe", ignored).parent_path() / name;
}

}  // namespace magnetar::app::relay
