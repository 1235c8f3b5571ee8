#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <charconv>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <sstream>
#include <string>

#include "base/unique_fd.h"
#include "media/leftover_sandboxes.h"
#include "media/sandbox.h"

namespace magnetar::media {
namespace {

namespace fs = std::filesystem;

std::string content_of(const fs::path& file) {
  std::ifstream stream(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

struct ProcessState {
  char state = 'Z';
  pid_t session = 0;
};

/// proc(5), /proc/pid/stat: "pid (name) state parent group session …". The name may hold spaces and brackets.
std::optional<ProcessState> state_of(pid_t pid) {
  const std::string text = content_of(fs::path("/proc") / std::to_string(pid) / "stat");
  const auto name_end = text.rfind(')');
  if (name_end == std::string::npos) return std::nullopt;
  ProcessState process;
  pid_t parent = 0;
  pid_t group = 0;
  std::istringstream fields(text.substr(name_end + 1));
  if (!(fields >> process.state >> parent >> group >> process.session)) return std::nullopt;
  return process;
}

bool is_gone(pid_t pid) {
  const auto process = state_of(pid);
  return !process || process->state == 'Z';
}

bool is_of_this_user(const fs::path& folder) {
  struct stat info {};
  return ::stat(folder.c_str(), &info) == 0 && info.st_uid == ::geteuid();
}

/// Each sandbox is a session of its own, whose number is that of its first process. The kernel gives the
/// number to no other process while the session has a member.
bool is_leftover(const fs::path& folder, pid_t pid) {
  if (!is_of_this_user(folder) || !is_sandbox_command(content_of(folder / "cmdline"))) return false;
  const auto process = state_of(pid);
  return process && process->session != pid && is_gone(process->session);
}

bool end(const fs::path& folder, pid_t pid) {
  const base::UniqueFd handle(static_cast<int>(::syscall(SYS_pidfd_open, pid, 0U)));
  // The process is judged after its handle is open: the number may have passed to another process before.
  if (!handle || !is_leftover(folder, pid)) return false;
  return ::syscall(SYS_pidfd_send_signal, handle.get(), SIGKILL, nullptr, 0U) == 0;
}

}  // namespace

int end_leftover_sandboxes() {
  int ended = 0;
  std::error_code error;
  for (fs::directory_iterator entry("/proc", error), last; !error && entry != last; entry.increment(error)) {
    const std::string name = entry->path().filename().string();
    pid_t pid = 0;
    const auto read = std::from_chars(name.data(), name.data() + name.size(), pid);
    if (read.ec != std::errc() || read.ptr != name.data() + name.size()) continue;
    if (is_leftover(entry->path(), pid) && end(entry->path(), pid)) ++ended;
  }
  return ended;
}

}  // namespace magnetar::media
