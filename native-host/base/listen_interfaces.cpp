#include "base/listen_interfaces.h"

#include <algorithm>
#include <boost/asio/ip/address.hpp>
#include <charconv>
#include <optional>
#include <string>

#include "base/text.h"

namespace magnetar::base {
namespace {

constexpr int kMostInterfaces = 16;
constexpr std::size_t kLongestDevice = 15;  // IFNAMSIZ - 1

bool is_port(std::string_view text) {
  unsigned port = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
  return error == std::errc{} && end == text.data() + text.size() && port <= 65535;
}

bool is_device(std::string_view text) {
  const auto allowed = [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '.' ||
           c == '-' || c == '_';
  };
  return !text.empty() && text.size() <= kLongestDevice && std::all_of(text.begin(), text.end(), allowed);
}

bool is_loopback(const boost::asio::ip::address& address) {
  if (address.is_v4() || !address.to_v6().is_v4_mapped()) return address.is_loopback();
  return boost::asio::ip::make_address_v4(boost::asio::ip::v4_mapped, address.to_v6()).is_loopback();
}

/// Whether the entry is on loopback; no value for a malformed entry.
std::optional<bool> read_entry(std::string_view entry) {
  const auto colon = entry.rfind(':');
  if (colon == std::string_view::npos || !is_port(entry.substr(colon + 1))) return std::nullopt;
  std::string_view host = entry.substr(0, colon);
  const bool brackets = host.starts_with('[') && host.ends_with(']');
  if (brackets) host = host.substr(1, host.size() - 2);
  boost::system::error_code error;
  const auto address = boost::asio::ip::make_address(std::string(host), error);
  if (!error && address.is_v6() == brackets) return is_loopback(address);
  if (brackets || !is_device(host)) return std::nullopt;
  return host == "lo";
}

}  // namespace

Result<ListenInterfaces> parse_listen_interfaces(std::string_view text) {
  const Error bad{ErrorCode::bad_setting, "listen_interfaces is a list of address:port", "listen_interfaces"};
  ListenInterfaces result{.only_loopback = true};
  for (int count = 0;; ++count) {
    const auto comma = text.find(',');
    const auto loopback = read_entry(trimmed(text.substr(0, comma), " "));
    if (!loopback || count == kMostInterfaces) return bad;
    result.only_loopback = result.only_loopback && *loopback;
    if (comma == std::string_view::npos) return result;
    text.remove_prefix(comma + 1);
  }
}

}  // namespace magnetar::base
