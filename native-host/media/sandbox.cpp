#include "media/sandbox.h"

namespace magnetar::media {
namespace {

using Command = std::vector<std::string>;

constexpr const char* kAirlock = "/magnetar-airlock";
// The host name tells the sandboxes of Magnetar from those of other programs.
constexpr const char* kHostname = "magnetar";

void append(Command& all, const Command& more) {
  all.insert(all.end(), more.begin(), more.end());
}

Command limiting(const std::string& prlimit, const Limits& limits) {
  // No file may grow: a program's output goes through pipes.
  return {prlimit,
          "--as=" + std::to_string(limits.memory),
          "--cpu=" + std::to_string(limits.cpu.count()),
          "--fsize=0",
          "--nofile=64",
          "--core=0",
          "--"};
}

// --new-session is not given: each program has a session of its own already, and a process group is killed as
// one. Bubblewrap that is killed alone while it starts leaves its second process waiting for the first for
// ever.
//
// The program needs the loader, the libraries and the links between them (libblas lies behind
// /etc/alternatives). A bind of /lib follows the link when /lib is a link into /usr. The airlock is bound as
// one file at the top: it needs only the system's libraries.
Command caging(const SandboxTools& tools, const std::optional<SandboxExit>& sandbox_exit) {
  Command sandbox{tools.bwrap, "--unshare-all", "--unshare-user", "--hostname", kHostname};
  // A user namespace inside would give the program rights over parts of the kernel that it does not need.
  if (tools.closes_namespaces) append(sandbox, {"--disable-userns"});
  if (!sandbox_exit) append(sandbox, {"--share-net"});
  append(sandbox, {"--die-with-parent", "--cap-drop", "ALL", "--ro-bind", "/usr", "/usr"});
  append(sandbox, {"--ro-bind-try", "/lib", "/lib", "--ro-bind-try", "/lib64", "/lib64"});
  append(sandbox, {"--ro-bind-try", "/etc/alternatives", "/etc/alternatives"});
  append(sandbox, {"--ro-bind-try", "/etc/ld.so.cache", "/etc/ld.so.cache"});
  append(sandbox, {"--proc", "/proc", "--dev", "/dev", "--tmpfs", "/tmp"});
  if (!tools.airlock.empty()) append(sandbox, {"--ro-bind", tools.airlock, kAirlock});
  append(sandbox, {"--chdir", "/"});
  return sandbox;
}

/// The airlock's command, which runs in the sandbox first and then executes the program.
Command entering(const std::optional<SandboxExit>& sandbox_exit) {
  Command airlock{kAirlock};
  if (sandbox_exit)
    append(airlock,
           {"--listen", std::to_string(sandbox_exit->descriptor), std::to_string(sandbox_exit->port)});
  append(airlock, {"--"});
  return airlock;
}

/// The parent-death signal is set by setpriv first: bubblewrap sets its own only after a while.
Command dying_and_limited(const SandboxTools& tools, const Limits& limits) {
  Command all;
  if (!tools.setpriv.empty()) append(all, {tools.setpriv, "--pdeathsig", "KILL", "--"});
  if (!tools.prlimit.empty()) append(all, limiting(tools.prlimit, limits));
  return all;
}

/// Device files that drivers open, and folders of sysfs in which libdrm looks up the kind of a device.
struct DevicePaths {
  std::vector<const char*> devices;
  std::vector<const char*> files;
};

DevicePaths paths_of(Devices devices) {
  if (devices == Devices::dri) return {{"/dev/dri"}, {"/sys/dev/char", "/sys/devices"}};
  if (devices == Devices::nvidia) return {{"/dev/nvidiactl", "/dev/nvidia0", "/dev/nvidia-uvm"}, {}};
  return {};
}

Command showing(Devices devices) {
  Command all;
  const DevicePaths paths = paths_of(devices);
  for (const char* path : paths.devices) append(all, {"--dev-bind-try", path, path});
  for (const char* path : paths.files) append(all, {"--ro-bind-try", path, path});
  return all;
}

}  // namespace

Command confined(const SandboxTools& tools, const Limits& limits, const Command& command,
                 const std::optional<SandboxExit>& sandbox_exit) {
  Command all = dying_and_limited(tools, limits);
  if (!tools.bwrap.empty()) {
    append(all, caging(tools, sandbox_exit));
    append(all, showing(limits.devices));
    append(all, {"--"});
    if (!tools.airlock.empty()) append(all, entering(sandbox_exit));
    // The limit counts processes and threads in the sandbox's own user namespace.
    if (!tools.prlimit.empty()) append(all, {tools.prlimit, "--nproc=512", "--"});
  }
  append(all, command);
  return all;
}

bool is_sandbox_command(std::string_view command_line) {
  using namespace std::string_view_literals;
  return command_line.find("\0--unshare-all\0--unshare-user\0--hostname\0magnetar\0"sv) !=
         std::string_view::npos;
}

Command confined_by_landlock(const SandboxTools& tools, const Limits& limits, const Command& command,
                             std::uint16_t port) {
  Command all = dying_and_limited(tools, limits);
  append(all, {tools.airlock, "--landlock", std::to_string(port), "--read", command.front()});
  const DevicePaths paths = paths_of(limits.devices);
  for (const char* path : paths.devices) append(all, {"--device", path});
  for (const char* path : paths.files) append(all, {"--read", path});
  append(all, {"--"});
  append(all, command);
  return all;
}

}  // namespace magnetar::media
