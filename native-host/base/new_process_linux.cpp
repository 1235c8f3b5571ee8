#include <fcntl.h>
#include <poll.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstring>

#include "base/new_process.h"

namespace magnetar::base {
namespace {

Error process_failure(const std::string& what, int error) {
  return {error == ENOENT ? ErrorCode::not_found : ErrorCode::io_error, what + ": " + std::strerror(error),
          what};
}

// This process may ignore signals, or have inherited a signal mask.
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

std::vector<char*> pointers_to(std::vector<std::string>& arguments) {
  std::vector<char*> pointers;
  for (std::string& argument : arguments) pointers.push_back(argument.data());
  pointers.push_back(nullptr);
  return pointers;
}

}  // namespace

void keep_exit_codes() {
  struct sigaction now {};
  ::sigaction(SIGCHLD, nullptr, &now);
  const bool ignored = (now.sa_flags & SA_SIGINFO) == 0 && now.sa_handler == SIG_IGN;
  if (!ignored && (now.sa_flags & SA_NOCLDWAIT) == 0) return;
  if (ignored) now.sa_handler = SIG_DFL;
  now.sa_flags &= ~SA_NOCLDWAIT;
  ::sigaction(SIGCHLD, &now, nullptr);
}

NewProcess::NewProcess() {
  posix_spawn_file_actions_init(&actions_);
  silence(STDIN_FILENO);
}

NewProcess::~NewProcess() {
  posix_spawn_file_actions_destroy(&actions_);
}

void NewProcess::give(int number, int ours) {
  posix_spawn_file_actions_adddup2(&actions_, ours, number);
  first_closed_ = std::max(first_closed_, number + 1);
}

void NewProcess::silence(int number) {
  posix_spawn_file_actions_addopen(&actions_, number, "/dev/null", O_RDWR, 0);
}

Result<Started> NewProcess::start(std::vector<std::string> command, char* const* environment) {
  // Libraries open sockets without close-on-exec.
  posix_spawn_file_actions_addclosefrom_np(&actions_, first_closed_);
  posix_spawn_file_actions_addchdir_np(&actions_, "/");
  keep_exit_codes();
  pid_t id = 0;
  const int error = ::posix_spawn(&id, command[0].c_str(), &actions_, Attributes().get(),
                                  pointers_to(command).data(), environment);
  if (error != 0) return process_failure(command[0], error);
  return watch(id);
}

Result<Started> watch(pid_t id) {
  // glibc 2.36 declares pidfd_open() without C linkage, so the system call is made directly.
  Started started{id, UniqueFd(static_cast<int>(::syscall(SYS_pidfd_open, id, 0)))};
  if (started.handle) return started;
  const Error unseen = process_failure("pidfd_open", errno);
  ::kill(-id, SIGKILL);
  ::waitpid(id, nullptr, 0);
  return unseen;
}

std::optional<int> collect(int handle) {
  siginfo_t info{};
  if (::waitid(P_PIDFD, static_cast<id_t>(handle), &info, WEXITED | WNOHANG) != 0) {
    // A descriptor that does not block says EAGAIN for a process that runs.
    const bool runs = errno == EAGAIN || errno == EINTR;
    return runs ? std::nullopt : std::optional(kLostExitCode);
  }
  if (info.si_pid == 0) return std::nullopt;
  return info.si_code == CLD_EXITED ? info.si_status : 128 + info.si_status;
}

int wait_for(int handle) {
  for (;;) {
    pollfd end{handle, POLLIN, 0};
    ::poll(&end, 1, -1);
    if (const auto code = collect(handle)) return *code;
  }
}

}  // namespace magnetar::base
