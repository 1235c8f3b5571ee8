#include "tracker/connection_ids.h"

#include <algorithm>
#include <array>

namespace magnetar::tracker {

std::uint64_t ConnectionIds::give(const boost::asio::ip::address& host) const {
  return id_of(host, window());
}

bool ConnectionIds::good(std::uint64_t id, const boost::asio::ip::address& host) const {
  const std::uint64_t now = window();
  return id == id_of(host, now) || id == id_of(host, now - 1);
}

std::uint64_t ConnectionIds::window() const {
  const auto passed = std::chrono::duration_cast<std::chrono::seconds>(clock_.now().time_since_epoch());
  return static_cast<std::uint64_t>(passed / kWindow);
}

std::uint64_t ConnectionIds::id_of(const boost::asio::ip::address& host, std::uint64_t window) const {
  std::array<std::uint8_t, 25> bytes{};
  for (std::size_t n = 0; n < 8; ++n) bytes[n] = static_cast<std::uint8_t>(window >> (8 * n));
  bytes[8] = host.is_v4() ? 4 : 6;
  if (host.is_v4()) {
    const auto address = host.to_v4().to_bytes();
    std::copy(address.begin(), address.end(), bytes.begin() + 9);
  } else {
    const auto address = host.to_v6().to_bytes();
    std::copy(address.begin(), address.end(), bytes.begin() + 9);
  }
  return base::sip_hash(secret_, bytes);
}

}  // namespace magnetar::tracker
