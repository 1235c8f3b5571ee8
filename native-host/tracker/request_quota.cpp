#include "tracker/request_quota.h"

#include <algorithm>

#include "base/client_network.h"
#include "tracker/compact.h"

namespace magnetar::tracker {
namespace {

constexpr std::size_t kBuckets = 65'536;
constexpr std::uint64_t kOneRequest = 1000;

}  // namespace

RequestQuota::RequestQuota(std::uint32_t rate, const base::SipKey& secret, const base::Clock& clock)
    : rate_(rate), secret_(secret), clock_(clock), start_(clock.now()), buckets_(rate == 0 ? 0 : kBuckets) {}

bool RequestQuota::take(const boost::asio::ip::address& from) {
  if (rate_ == 0) return true;
  Bucket& bucket = bucket_of(from);
  const auto passed = std::chrono::duration_cast<std::chrono::milliseconds>(clock_.now() - start_);
  const auto now = static_cast<std::uint32_t>(passed.count());
  // A millisecond gives back `rate_` thousandths of a request.
  const std::uint64_t back = std::uint64_t{now - bucket.since} * rate_;
  const std::uint64_t used = bucket.used - std::min<std::uint64_t>(bucket.used, back);
  bucket.since = now;
  const bool free = used + kOneRequest <= std::uint64_t{rate_} * kBurst * kOneRequest;
  bucket.used = static_cast<std::uint32_t>(free ? used + kOneRequest : used);
  return free;
}

RequestQuota::Bucket& RequestQuota::bucket_of(const boost::asio::ip::address& from) {
  const std::string bytes = address_bytes(base::client_network(from));
  const auto* const first = reinterpret_cast<const std::uint8_t*>(bytes.data());
  return buckets_[base::sip_hash(secret_, {first, bytes.size()}) % kBuckets];
}

}  // namespace magnetar::tracker
