#pragma once
// Wraps the command of a program that reads strangers' bytes, so that a taken-over program can do little.
// Pure.

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace magnetar::media {

/// The programs that confine others, as absolute paths; the path of one that is missing or does not work is
/// empty.
struct SandboxTools {
  std::filesystem::path bwrap;    ///< bubblewrap
  std::filesystem::path prlimit;  ///< util-linux
  std::filesystem::path setpriv;  ///< util-linux
  std::filesystem::path airlock;  ///< magnetar-airlock: closes system calls, and has Landlock's rules
  bool closes_namespaces = true;  ///< bubblewrap is 0.8 or newer: it can forbid user namespaces inside
};

/// The only way out of a program in a network namespace of its own (see media/airlock.h).
struct SandboxExit {
  int descriptor = 0;      ///< of the socket over which connections leave the sandbox
  std::uint16_t port = 0;  ///< the airlock listens on it inside the sandbox
};

/// Devices of the machine that a program may open.
enum class Devices { none, dri, nvidia };

struct Limits {
  std::uint64_t memory = 0;    ///< bytes of address space
  std::chrono::seconds cpu{};  ///< of processor time
  Devices devices = Devices::none;
};

/// Wraps `command`, which begins with the absolute path of a program, below /usr when bubblewrap is used. The
/// program dies with the thread that starts it and writes no files. With bubblewrap it sees no file but those
/// of /usr, and no other process. With an exit it reaches only the exit; without one it has the machine's
/// network, because its film comes over it. With the airlock it has only the system calls that a decoder
/// uses. An exit needs bubblewrap and the airlock.
[[nodiscard]] std::vector<std::string> confined(const SandboxTools& tools, const Limits& limits,
                                                const std::vector<std::string>& command,
                                                const std::optional<SandboxExit>& sandbox_exit = {});

/// Whether a command line in the form of /proc/pid/cmdline (arguments ended by NUL) is that of bubblewrap
/// with the arguments of confined().
[[nodiscard]] bool is_sandbox_command(std::string_view command_line);

/// confined() without bubblewrap: Landlock leaves the program the system's files, itself, and TCP to `port`.
[[nodiscard]] std::vector<std::string> confined_by_landlock(const SandboxTools& tools, const Limits& limits,
                                                            const std::vector<std::string>& command,
                                                            std::uint16_t port);

}  // namespace magnetar::media
