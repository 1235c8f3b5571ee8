#include "benchmark/link/tun_device.h"

#include <fcntl.h>
#include <linux/if.h>
#include <linux/if_tun.h>
#include <sched.h>
#include <sys/ioctl.h>

#include <algorithm>
#include <cerrno>
#include <string_view>
#include <system_error>

namespace magnetar::benchmark {
namespace {

int checked(int result, const std::string& what) {
  if (result < 0) throw std::system_error(errno, std::generic_category(), what);
  return result;
}

base::UniqueFd open_file(const std::string& path, int flags) {
  return base::UniqueFd(checked(::open(path.c_str(), flags | O_CLOEXEC), path));
}

/// Enters another namespace for its lifetime.
class Visit {
 public:
  explicit Visit(const std::string& name) : home_(open_file("/proc/thread-self/ns/net", O_RDONLY)) {
    const auto there = open_file("/run/netns/" + name, O_RDONLY);
    checked(::setns(there.get(), CLONE_NEWNET), name);
  }
  ~Visit() { ::setns(home_.get(), CLONE_NEWNET); }
  Visit(const Visit&) = delete;
  Visit& operator=(const Visit&) = delete;

 private:
  base::UniqueFd home_;
};

}  // namespace

base::UniqueFd open_tun(const std::string& network_namespace) {
  constexpr std::string_view kName = "swarm0";
  const Visit visit(network_namespace);
  auto device = open_file("/dev/net/tun", O_RDWR | O_NONBLOCK);
  ifreq request{};
  std::copy(kName.begin(), kName.end(), request.ifr_name);
  request.ifr_flags = IFF_TUN | IFF_NO_PI;
  checked(::ioctl(device.get(), TUNSETIFF, &request), "TUNSETIFF in " + network_namespace);
  return device;
}

}  // namespace magnetar::benchmark
