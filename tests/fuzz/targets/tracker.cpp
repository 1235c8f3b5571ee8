// Messages of strangers to a tracker: targets of GET, datagrams, WebSocket messages, and the list of allowed
// torrents. An input is one of them behind a byte with its kind.

#include <algorithm>
#include <nlohmann/json.hpp>

#include "fuzz/check.h"
#include "tracker/allow_list.h"
#include "tracker/binary_string.h"
#include "tracker/http_tracker.h"
#include "tracker/query_string.h"
#include "tracker/udp_tracker.h"
#include "tracker/web_tracker.h"

namespace magnetar::fuzz {
namespace {

using nlohmann::json;
using namespace tracker;

constexpr std::size_t kMostSent = 64;

class StandingClock final : public base::Clock {
 public:
  [[nodiscard]] base::TimePoint now() const override { return {}; }
};

struct World {
  StandingClock clock;
  Swarms swarms{SwarmLimits{.swarms = 8, .peers = 32, .peers_of_a_swarm = 16},
                std::chrono::seconds(1200),
                {1, 2},
                clock};
  OpenFilter filter;
  Service service{swarms, filter, Intervals{}};
};

PeerAddress someone() {
  return {boost::asio::ip::make_address("192.0.2.1"), 4000};
}

/// Takes off the bencoded value at the beginning; false when there is none.
bool skip_bencoded(std::string_view& text) {
  if (text.empty()) return false;
  const char kind = text.front();
  if (kind == 'i') {
    const auto end = text.find('e');
    if (end == std::string_view::npos || end < 2) return false;
    text.remove_prefix(end + 1);
    return true;
  }
  if (kind == 'd' || kind == 'l') {
    text.remove_prefix(1);
    while (!text.starts_with('e'))
      if (!skip_bencoded(text)) return false;
    text.remove_prefix(1);
    return true;
  }
  const auto colon = text.find(':');
  if (colon == std::string_view::npos || colon > 9) return false;
  const auto size = std::stoul(std::string(text.substr(0, colon)));
  if (size > text.size() - colon - 1) return false;
  text.remove_prefix(colon + 1 + size);
  return true;
}

void check_http(std::string_view target) {
  World world;
  HttpTracker http(world.service);
  for (int n = 0; n < 2; ++n) {
    const auto answer = http.answer(target, someone().host);
    if (!answer) continue;
    std::string_view rest = *answer;
    require(rest.starts_with('d') && skip_bencoded(rest) && rest.empty(),
            "an answer is one bencoded dictionary");
  }
  require(world.swarms.peers() <= 1, "one client is one peer");
  require(ticket_of(target).size() <= target.size(), "a ticket is no longer than its URL");
}

void check_udp(std::string_view datagram) {
  World world;
  UdpTracker udp(world.service, ConnectionIds({3, 4}, world.clock));
  const std::string unproven = udp.answer(datagram, someone());
  require(unproven.size() <= datagram.size(),
          "an answer to an address that is not shown is no longer than its question");
  require(world.swarms.peers() == 0, "no peer is taken from an address that is not shown");
  const std::string connect("\x00\x00\x04\x17\x27\x10\x19\x80\x00\x00\x00\x00tran", 16);
  std::string proven = udp.answer(connect, someone()).substr(8);
  if (datagram.size() >= 8) proven += datagram.substr(8);
  const std::string answer = udp.answer(proven, someone());
  require(answer.size() <= 1232, "an answer fits into one datagram");
  require(answer.empty() || answer.size() >= 8, "an answer has an action and a transaction");
  if (!answer.empty())
    require(answer.substr(4, 4) == proven.substr(12, 4), "an answer has the transaction of its question");
  require(world.swarms.peers() <= 1, "one client is one peer");
}

class CountedMessages final : public WebSockets {
 public:
  void answer(SocketId socket, std::string text) override { take(socket, text); }
  void hand_on(SocketId socket, std::string text) override { take(socket, text); }

 private:
  void take(SocketId socket, const std::string& text) {
    require(socket.value == 1 || socket.value == 2, "messages go to sockets that are there");
    require(json::parse(text, nullptr, false).is_object(), "a message is a JSON object");
    require(++sent_ <= kMostSent, "a message makes few others");
  }
  std::size_t sent_ = 0;
};

void check_web(std::string_view text) {
  World world;
  CountedMessages sockets;
  WebTracker web(world.service, sockets);
  const std::string ready =
      R"({"action":"announce","info_hash":"aaaaaaaaaaaaaaaaaaaa","peer_id":"22222222222222222222"})";
  web.message(SocketId(2), {}, ready);
  web.message(SocketId(1), {}, text);
  web.message(SocketId(1), {}, text);
  require(world.swarms.peers() <= 2, "one socket is one peer of a swarm");
  web.closed(SocketId(1));
  web.closed(SocketId(2));
  require(world.swarms.peers() == 0, "no peer is left of closed sockets");
}

void check_binary(std::string_view text) {
  require(from_binary_string(to_binary_string(text)) == text, "bytes that are written are read again");
  const auto bytes = from_binary_string(text);
  if (bytes) require(bytes->size() <= text.size(), "bytes are no longer than their text");
}

}  // namespace
}  // namespace magnetar::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace magnetar::fuzz;
  Input input(data, size);
  const int kind = input.byte() % 5;
  const auto rest = input.rest();
  if (kind == 0) check_http(rest);
  if (kind == 1) check_udp(rest);
  if (kind == 2) check_web(rest);
  if (kind == 3) check_binary(rest);
  if (kind == 4) static_cast<void>(magnetar::tracker::AllowList::parse(rest));
  return 0;
}
