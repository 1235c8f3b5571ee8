#pragma once
// The number of requests that a client may make: a token bucket for each address.

#include <boost/asio/ip/address.hpp>
#include <cstdint>
#include <vector>

#include "base/clock.h"
#include "base/sip_hash.h"

namespace magnetar::tracker {

/// The memory is the same however many clients there are: addresses whose keyed hash falls on the same of
/// 65,536 buckets share one, which no stranger can aim for.
class RequestQuota {
 public:
  /// `rate` requests a second, and after a pause `kBurst` times as many at once. 0: no limit.
  static constexpr std::uint32_t kBurst = 10;

  RequestQuota(std::uint32_t rate, const base::SipKey& secret, const base::Clock& clock);

  /// Whether a request of this address may be answered. IPv6 addresses of one /64 are one client.
  [[nodiscard]] bool take(const boost::asio::ip::address& from);

 private:
  struct Bucket {
    std::uint32_t used = 0;   ///< thousandths of requests
    std::uint32_t since = 0;  ///< milliseconds of the tracker
  };
  [[nodiscard]] Bucket& bucket_of(const boost::asio::ip::address& from);

  const std::uint32_t rate_;
  const base::SipKey secret_;
  const base::Clock& clock_;
  const base::TimePoint start_;
  std::vector<Bucket> buckets_;
};

}  // namespace magnetar::tracker
