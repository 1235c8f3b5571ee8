#include <fcntl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <cstddef>
#include <utility>

#include "app/airlock/landlock_rules.h"
#include "base/unique_fd.h"

namespace magnetar::app::airlock {
namespace {

// The kernel's interface (include/uapi/linux/landlock.h). Debian 12's headers have only its first version.
struct RulesetAttributes {
  std::uint64_t files = 0;
  std::uint64_t network = 0;  // from version 4 on
  std::uint64_t scopes = 0;   // from version 6 on
};
struct [[gnu::packed]] PathAttributes {
  std::uint64_t access = 0;
  std::int32_t descriptor = -1;
};
struct PortAttributes {
  std::uint64_t access = 0;
  std::uint64_t port = 0;
};

constexpr std::uint64_t kExecute = 1 << 0;
constexpr std::uint64_t kWriteFile = 1 << 1;
constexpr std::uint64_t kReadFile = 1 << 2;
constexpr std::uint64_t kReadFolder = 1 << 3;
constexpr std::uint64_t kFirstVersion = (1 << 13) - 1;
constexpr std::uint64_t kRefer = 1 << 13;     // version 2
constexpr std::uint64_t kTruncate = 1 << 14;  // version 3
constexpr std::uint64_t kControl = 1 << 15;   // version 5: ioctl() of devices
constexpr std::uint64_t kBindTcp = 1 << 0;
constexpr std::uint64_t kConnectTcp = 1 << 1;
constexpr std::uint64_t kAbstractSockets = 1 << 0;
constexpr std::uint64_t kSignals = 1 << 1;
constexpr std::uint32_t kPathRule = 1;
constexpr std::uint32_t kPortRule = 2;
constexpr std::uint32_t kAskVersion = 1;

// Files of the loader and the decoders: programs, libraries, and the number of processors.
constexpr const char* kSystem[] = {"/usr",
                                   "/lib",
                                   "/lib64",
                                   "/bin",
                                   "/etc/alternatives",
                                   "/etc/ld.so.cache",
                                   "/dev/null",
                                   "/dev/zero",
                                   "/dev/urandom",
                                   "/sys/devices/system/cpu"};

RulesetAttributes all_of(long version) {
  RulesetAttributes all{kFirstVersion, 0, 0};
  if (version >= 2) all.files |= kRefer;
  if (version >= 3) all.files |= kTruncate;
  if (version >= 4) all.network = kBindTcp | kConnectTcp;
  if (version >= 5) all.files |= kControl;
  if (version >= 6) all.scopes = kAbstractSockets | kSignals;
  return all;
}

std::size_t size_of(long version) {
  if (version < 4) return offsetof(RulesetAttributes, network);
  return version < 6 ? offsetof(RulesetAttributes, scopes) : sizeof(RulesetAttributes);
}

/// A missing path needs no rule.
bool allow(int ruleset, const char* path, std::uint64_t access) {
  const base::UniqueFd file(::open(path, O_PATH | O_CLOEXEC));
  if (!file) return errno == ENOENT;
  struct stat info {};
  if (::fstat(file.get(), &info) != 0) return false;
  if (!S_ISDIR(info.st_mode)) access &= ~kReadFolder;
  const PathAttributes rule{access, file.get()};
  return ::syscall(SYS_landlock_add_rule, ruleset, kPathRule, &rule, 0) == 0;
}

bool allow_port(int ruleset, std::uint16_t port) {
  const PortAttributes rule{kConnectTcp, port};
  return ::syscall(SYS_landlock_add_rule, ruleset, kPortRule, &rule, 0) == 0;
}

bool add_all(int ruleset, const LandlockRules& rules, const RulesetAttributes& handled) {
  const std::uint64_t read = kExecute | kReadFile | kReadFolder;
  bool added = handled.network == 0 || allow_port(ruleset, rules.port);
  for (const char* path : kSystem) added = added && allow(ruleset, path, read);
  for (const char* path : rules.readable) added = added && allow(ruleset, path, read);
  const std::uint64_t use = kReadFile | kReadFolder | kWriteFile | (handled.files & kControl);
  for (const char* path : rules.devices) added = added && allow(ruleset, path, use);
  return added;
}

}  // namespace

int restrict_to(const LandlockRules& rules) {
  const long version = ::syscall(SYS_landlock_create_ruleset, nullptr, 0, kAskVersion);
  if (version < 1) return errno;
  const RulesetAttributes handled = all_of(version);
  const base::UniqueFd ruleset(
      static_cast<int>(::syscall(SYS_landlock_create_ruleset, &handled, size_of(version), 0)));
  if (!ruleset || !add_all(ruleset.get(), rules, handled)) return errno;
  return ::syscall(SYS_landlock_restrict_self, ruleset.get(), 0) == 0 ? 0 : errno;
}

}  // namespace magnetar::app::airlock
