#pragma once
// Names for tests: 20 bytes of one letter; swarms with a clock that the test moves.

#include <string>

#include "support/fake_clock.h"
#include "tracker/announce.h"
#include "tracker/filter.h"
#include "tracker/service.h"
#include "tracker/swarms.h"

namespace magnetar::tracker {

inline std::string twenty(char letter) {
  return std::string(20, letter);
}

inline InfoHash hash_of(char letter) {
  return *id_from<InfoHash>(twenty(letter));
}

inline PeerId peer_of(char letter) {
  return *id_from<PeerId>(twenty(letter));
}

inline PeerAddress at(const char* host, std::uint16_t port) {
  return {boost::asio::ip::make_address(host), port};
}

inline Announce announce_of(char hash, char peer, Event event = Event::started, std::uint64_t left = 100) {
  return {hash_of(hash), peer_of(peer), event, left, 50, {}};
}

/// Refuses one info-hash, and a ticket "stale".
class TestFilter final : public Filter {
 public:
  explicit TestFilter(char refused) : refused_(hash_of(refused)) {}
  [[nodiscard]] std::optional<std::string> refusal(const Admission& admission) const override {
    if (admission.ticket == "stale") return "The ticket is stale.";
    if (admission.info_hash == refused_) return "Not here.";
    return std::nullopt;
  }

 private:
  InfoHash refused_;
};

/// A tracker's swarms at a time that the test moves.
struct World {
  tests::FakeClock clock;
  base::SipKey secret{1, 2};
  Swarms swarms{SwarmLimits{}, std::chrono::seconds(1200), secret, clock};
  TestFilter filter{'x'};
  Service service{swarms, filter, Intervals{}};
};

}  // namespace magnetar::tracker
