#include "tracker/compact.h"

namespace magnetar::tracker {
namespace {

template <class Bytes>
std::string plain_text(const Bytes& bytes) {
  return {bytes.begin(), bytes.end()};
}

}  // namespace

std::string address_bytes(const boost::asio::ip::address& address) {
  return address.is_v4() ? plain_text(address.to_v4().to_bytes()) : plain_text(address.to_v6().to_bytes());
}

void append_compact(std::string& text, const PeerAddress& address) {
  text += address_bytes(address.host);
  text += static_cast<char>(address.port >> 8U);
  text += static_cast<char>(address.port & 0xffU);
}

}  // namespace magnetar::tracker
