#pragma once
// A swarm in virtual time for RequestLanes.

#include <algorithm>
#include <functional>
#include <iterator>
#include <map>
#include <memory>
#include <set>
#include <utility>
#include <vector>

#include "engine/request_lanes.h"

namespace magnetar::engine {

using namespace std::chrono_literals;
using base::Duration;
using base::TimePoint;

inline constexpr TimePoint kStart{1h};
/// Pieces of 1 MiB.
inline const PieceSizes kSizes{100, 1 << 20, 1 << 20};

enum class Manner { honest, silent, refusing };

/// A swarm in virtual time: each peer sends what it was asked for at its rate, half a round trip away.
class Swarm {
 public:
  struct Peer final : PeerWire {
    Peer(Swarm& home, double bytes_per_second, Manner manners)
        : swarm(home), rate(bytes_per_second), manner(manners) {}

    bool gives(std::int32_t piece) const override { return !lacks.contains(piece); }
    void request(const BlockRequest& block) override { swarm.request(*this, block); }
    void cancel(const BlockRequest& /*block*/) override { ++cancels; }

    Swarm& swarm;
    double rate;
    Manner manner;
    TimePoint free_at = kStart;
    std::set<std::int32_t> lacks;
    std::set<std::int32_t> loses;  ///< of these pieces it loses the first block, once
    int cancels = 0;
    int sent = 0;  ///< blocks
    std::map<std::int32_t, int> sent_of;
    bool lies = false;
    bool banned = false;
  };

  explicit Swarm(const PieceSizes& of_pieces = kSizes) : sizes(of_pieces) { lanes.open(sizes, {}); }

  Peer& add(double megabytes_per_second, Manner manner = Manner::honest) {
    peers.push_back(std::make_unique<Peer>(*this, megabytes_per_second * 1e6, manner));
    lanes.add(*peers.back());
    lanes.unchoked(*peers.back(), now);
    return *peers.back();
  }

  void want(std::initializer_list<std::pair<std::int32_t, int>> changes) {
    const std::vector<std::pair<std::int32_t, int>> list(changes);
    lanes.want(list, now);
  }

  void want_rest(int priority) {
    std::vector<std::pair<std::int32_t, int>> all;
    for (std::int32_t piece = 0; piece < sizes.count; ++piece) all.emplace_back(piece, priority);
    lanes.want(all, now);
  }

  void run(Duration lasting) {
    run_until(now + lasting, [] { return false; });
  }

  /// How long it takes until the piece is here; 60 s at most.
  Duration fetch(std::int32_t piece) {
    const TimePoint began = now;
    run_until(now + 60s, [&] { return is_complete(piece); });
    return now - began;
  }

  void request(Peer& peer, const BlockRequest& block) {
    ++requests;
    if (peer.manner == Manner::silent) return;
    if (block.start == 0 && peer.loses.erase(block.piece) > 0) return;
    if (peer.manner == Manner::refusing) {
      events.emplace(now + kRoundTrip, [this, &peer, block] { lanes.rejected(peer, block, now); });
      return;
    }
    peer.free_at =
        std::max(now + kRoundTrip / 2, peer.free_at) +
        std::chrono::duration_cast<Duration>(std::chrono::duration<double>(block.length / peer.rate));
    events.emplace(peer.free_at + kRoundTrip / 2, [this, &peer, block] { arrive(peer, block); });
  }

  const PieceSizes sizes;
  RequestLanes lanes;
  std::vector<std::unique_ptr<Peer>> peers;
  TimePoint now = kStart;
  int requests = 0;
  int twice = 0;  ///< blocks that came more than once
  std::map<std::int32_t, std::set<std::int32_t>> blocks_of;

 private:
  static constexpr Duration kRoundTrip = 40ms;

  void arrive(Peer& peer, const BlockRequest& block) {
    if (peer.banned) return;
    ++peer.sent;
    ++peer.sent_of[block.piece];
    if (!blocks_of[block.piece].insert(block.start).second) ++twice;
    lanes.arrived(peer, block, now);
    lanes.arrived(block.piece, block.block());
    contributors[block.piece].insert(&peer);
    if (is_complete(block.piece) && passes) check(block.piece);
  }

  /// Bans as libtorrent does without points (forgive.h): who sent all of a piece that failed, and, once it
  /// has passed, who had sent wrong blocks of it.
  void check(std::int32_t piece) {
    const auto took_part = std::exchange(contributors[piece], {});
    const bool bad = std::any_of(took_part.begin(), took_part.end(), [](Peer* peer) { return peer->lies; });
    if (!bad) {
      lanes.passed(piece);
      for (Peer* peer : std::exchange(lied_of[piece], {})) ban(*peer);
      return;
    }
    std::copy_if(took_part.begin(), took_part.end(), std::inserter(lied_of[piece], lied_of[piece].end()),
                 [](Peer* peer) { return peer->lies; });
    blocks_of[piece].clear();
    lanes.failed(piece, now);
    if (took_part.size() == 1) ban(**took_part.begin());
  }

  void ban(Peer& peer) {
    peer.banned = true;
    lanes.remove(peer, now);
  }

  bool is_complete(std::int32_t piece) {
    return blocks_of[piece].size() == static_cast<std::size_t>(sizes.blocks_of(piece));
  }

  std::map<std::int32_t, std::set<Peer*>> contributors;
  std::map<std::int32_t, std::set<Peer*>> lied_of;

  template <class Done>
  void run_until(TimePoint end, Done done) {
    while (now < end && !done()) {
      const TimePoint next = events.empty() ? end : std::min(end, events.begin()->first);
      if (ticked_at + 1s <= next) {
        now = ticked_at += 1s;
        for (const auto& peer : peers)
          if (!peer->banned) lanes.tick(*peer, now);
        continue;
      }
      now = next;
      if (events.empty() || events.begin()->first > now) continue;
      const auto event = events.begin()->second;
      events.erase(events.begin());
      event();
    }
  }

  TimePoint ticked_at = kStart;
  std::multimap<TimePoint, std::function<void()>> events;

 public:
  bool passes = true;  ///< complete pieces pass their check at once
};

}  // namespace magnetar::engine
