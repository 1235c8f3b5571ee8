#pragma once
// Wraps the command of a program that reads strangers' bytes, so that it can do little else. Pure.

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace magnetar::media {

/// The programs that confine others, as absolute paths; an empty one is not there or does not work here.
struct Confiners {
  std::filesystem::path bwrap;    ///< bubblewrap
  std::filesystem::path prlimit;  ///< util-linux
  std::filesystem::path setpriv;  ///< util-linux
};

/// Devices of the machine that a program sees.
enum class Devices { none, dri, nvidia };

struct Limits {
  std::uint64_t memory = 0;    ///< bytes of address space
  std::chrono::seconds cpu{};  ///< of processor time
  Devices devices = Devices::none;
};

/// `command` begins with the absolute path of a program below /usr where bubblewrap is used. It dies with the
/// thread that starts it, writes no files, has the network of this machine (its film comes over it), and with
/// bubblewrap sees no file but those of /usr and no other process.
[[nodiscard]] std::vector<std::string> confined(const Confiners& tools, const Limits& limits,
                                                const std::vector<std::string>& command);

}  // namespace magnetar::media
