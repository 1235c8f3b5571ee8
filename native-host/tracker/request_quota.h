#pragma once
// Limits the rate of requests: a token bucket for each address.

#include <boost/asio/ip/address.hpp>
#include <cstdint>
#include <vector>

#include "base/clock.h"
#include "base/sip_hash.h"

namespace magnetar::tracker {

/// The memory does not grow with the number of clients. There are 65,536 buckets; addresses with the same
/// keyed hash share one, and a stranger cannot choose with whom.
class RequestQuota {
 public:
  /// `rate` requests a second are allowed, and `kBurst` times as many at once after a pause. 0: no limit.
  static constexpr std::uint32_t kBurst = 10;

  RequestQuota(std::uint32_t rate, const base::SipKey& secret, const base::Clock& clock);

  /// Whether a request from this address may be answered. The IPv6 addresses of one /64 are one client.
  [[nodiscard]] bool take(const boost::asio::ip::address& from);

 private:
  struct Bucket {
    std::uint32_t used = 0;   ///< thousandths of requests
    std::uint32_t since = 0;  ///< milliseconds since the tracker's start
  };
  [[nodiscard]] Bucket& bucket_of(const boost::asio::ip::address& from);

  const std::uint32_t rate_;
  const base::SipKey secret_;
  const base::Clock& clock_;
  const base::TimePoint start_;
  std::vector<Bucket> buckets_;
};

}  // namespace magnetar::tracker
