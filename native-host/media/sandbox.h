#pragma once
// Wraps the command of a program that reads strangers' bytes, so that it can do little else. Pure.

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace magnetar::media {

/// The programs that confine others, as absolute paths; an empty one is not there or does not work here.
struct SandboxTools {
  std::filesystem::path bwrap;    ///< bubblewrap
  std::filesystem::path prlimit;  ///< util-linux
  std::filesystem::path setpriv;  ///< util-linux
  std::filesystem::path airlock;  ///< magnetar-airlock: closes system calls, and has Landlock's rules
  bool closes_namespaces = true;  ///< bubblewrap is 0.8 or newer: it can forbid user namespaces inside
};

/// The only way out of a program that has a network of its own (see media/airlock.h).
struct SandboxExit {
  int descriptor = 0;      ///< of the socket that its listener goes through
  std::uint16_t port = 0;  ///< where it listens
};

/// Devices of the machine that a program sees.
enum class Devices { none, dri, nvidia };

struct Limits {
  std::uint64_t memory = 0;    ///< bytes of address space
  std::chrono::seconds cpu{};  ///< of processor time
  Devices devices = Devices::none;
};

/// `command` begins with the absolute path of a program below /usr where bubblewrap is used. It dies with the
/// thread that starts it, writes no files, and with bubblewrap sees no file but those of /usr and no other
/// process; with an exit it reaches nothing else, without one the network of this machine (its film comes
/// over it). With the airlock no system call is left that a decoder has no use for. An exit needs
/// bubblewrap and the airlock.
[[nodiscard]] std::vector<std::string> confined(const SandboxTools& tools, const Limits& limits,
                                                const std::vector<std::string>& command,
                                                const std::optional<SandboxExit>& sandbox_exit = {});

/// Whether a command line as /proc tells it, its arguments ended by NUL, is that of bubblewrap with the
/// arguments of confined().
[[nodiscard]] bool is_sandbox_command(std::string_view command_line);

/// confined() without bubblewrap: Landlock leaves the program the system's files, itself, and TCP to `port`.
[[nodiscard]] std::vector<std::string> confined_by_landlock(const SandboxTools& tools, const Limits& limits,
                                                            const std::vector<std::string>& command,
                                                            std::uint16_t port);

}  // namespace magnetar::media
