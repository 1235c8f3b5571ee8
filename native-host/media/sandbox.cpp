#include "media/sandbox.h"

namespace magnetar::media {
namespace {

using Command = std::vector<std::string>;

void append(Command& all, const Command& more) {
  all.insert(all.end(), more.begin(), more.end());
}

Command limiting(const std::string& prlimit, const Limits& limits) {
  // No file may grow: what the program makes goes through pipes.
  return {prlimit,
          "--as=" + std::to_string(limits.memory),
          "--cpu=" + std::to_string(limits.cpu.count()),
          "--fsize=0",
          "--nofile=64",
          "--core=0",
          "--"};
}

// Not --new-session: a program has a session of its own already, and what is in one group is killed as one.
// Killing bubblewrap alone while it starts leaves its second process waiting for the first for ever.
//
// The loader, the libraries and what points from one to the other (libblas lies behind /etc/alternatives).
// Where /lib is a link into /usr, binding it follows the link.
Command caging(const std::string& bwrap) {
  return {bwrap,
          "--unshare-all",
          "--share-net",
          "--die-with-parent",

          "--cap-drop",
          "ALL",
          "--ro-bind",
          "/usr",
          "/usr",
          "--ro-bind-try",
          "/lib",
          "/lib",
          "--ro-bind-try",
          "/lib64",
          "/lib64",
          "--ro-bind-try",
          "/etc/alternatives",
          "/etc/alternatives",
          "--ro-bind-try",
          "/etc/ld.so.cache",
          "/etc/ld.so.cache",
          "--proc",
          "/proc",
          "--dev",
          "/dev",
          "--tmpfs",
          "/tmp",
          "--chdir",
          "/"};
}

/// What drivers open, and where libdrm looks for what a device is.
Command showing(Devices devices) {
  if (devices == Devices::dri) {
    return {"--dev-bind-try", "/dev/dri",      "/dev/dri",     "--ro-bind-try", "/sys/dev/char",
            "/sys/dev/char",  "--ro-bind-try", "/sys/devices", "/sys/devices"};
  }
  Command all;
  if (devices == Devices::none) return all;
  for (const char* device : {"/dev/nvidiactl", "/dev/nvidia0", "/dev/nvidia-uvm"}) {
    append(all, {"--dev-bind-try", device, device});
  }
  return all;
}

}  // namespace

Command confined(const Confiners& tools, const Limits& limits, const Command& command) {
  Command all;
  // First of all: bubblewrap does the same for itself, but only after a while.
  if (!tools.setpriv.empty()) append(all, {tools.setpriv, "--pdeathsig", "KILL", "--"});
  if (!tools.prlimit.empty()) append(all, limiting(tools.prlimit, limits));
  if (!tools.bwrap.empty()) {
    append(all, caging(tools.bwrap));
    append(all, showing(limits.devices));
    append(all, {"--"});
  }
  append(all, command);
  return all;
}

}  // namespace magnetar::media
