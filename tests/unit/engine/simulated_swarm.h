#pragma once
// A swarm in virtual time for RequestScheduler.

#include <algorithm>
#include <array>
#include <cstddef>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <utility>
#include <vector>

#include "engine/failed_piece.h"
#include "engine/request_scheduler.h"

namespace magnetar::engine {

using namespace std::chrono_literals;
using base::Duration;
using base::TimePoint;

inline constexpr TimePoint kStart{1h};
/// Pieces of 1 MiB.
inline const PieceSizes kSizes{100, 1 << 20, 1 << 20};

enum class Manner { honest, silent, refusing };

inline constexpr Duration kRoundTrip = 40ms;

/// A swarm in virtual time: each peer sends requested blocks at its rate, half a round trip away.
class Swarm {
 public:
  struct Peer final : PeerLink {
    Peer(Swarm& home, double bytes_per_second, Manner manners)
        : swarm(home), rate(bytes_per_second), manner(manners) {}

    bool gives(std::int32_t piece) const override { return !lacks.contains(piece); }
    void request(const BlockRequest& block) override { swarm.request(*this, block); }
    void cancel(const BlockRequest& /*block*/) override { ++cancels; }

    Swarm& swarm;
    double rate;
    Manner manner;
    Duration round_trip = kRoundTrip;
    TimePoint free_at = kStart;
    std::set<std::int32_t> lacks;
    std::set<std::int32_t> loses;  ///< pieces whose first block the peer drops at its first request
    int cancels = 0;
    int sent = 0;  ///< number of blocks
    std::map<std::int32_t, int> sent_of;
    bool lies = false;
    int lies_every = 1;  ///< of the blocks in the order of the torrent, the multiples are lies
    std::byte lie{1};    ///< the byte of its lies; other liars have other bytes
    bool banned = false;

    [[nodiscard]] std::byte content(const BlockRequest& block) const {
      const bool wrong = lies && (block.piece * 64 + block.block()) % lies_every == 0;
      return wrong ? lie : std::byte{0};
    }
    void ban() override { swarm.ban(*this); }
  };

  explicit Swarm(const PieceSizes& of_pieces = kSizes) : sizes(of_pieces) {
    scheduler.open(sizes, {});
    scheduler.on_copy([this](const BlockRequest& block, PeerNumber sender, std::span<const std::byte> bytes) {
      on_copy(block, sender, bytes);
    });
  }

  Peer& add(double megabytes_per_second, Manner manner = Manner::honest) {
    return join(std::make_unique<Peer>(*this, megabytes_per_second * 1e6, manner));
  }

  /// Adds a peer whose properties are set already.
  Peer& join(std::unique_ptr<Peer> peer) {
    peers.push_back(std::move(peer));
    scheduler.add(*peers.back());
    scheduler.unchoked(*peers.back(), now);
    return *peers.back();
  }

  void want(std::initializer_list<std::pair<std::int32_t, int>> changes) {
    std::vector<PiecePriority> list;
    for (const auto& [piece, priority] : changes)
      list.push_back({base::PieceIndex{piece}, static_cast<base::Priority>(priority)});
    scheduler.want(list, now);
  }

  void want_rest(int priority) {
    std::vector<PiecePriority> all;
    for (std::int32_t piece = 0; piece < sizes.count; ++piece)
      all.push_back({base::PieceIndex{piece}, static_cast<base::Priority>(priority)});
    scheduler.want(all, now);
  }

  void run(Duration lasting) {
    run_until(now + lasting, [] { return false; });
  }

  /// Returns the time until the piece is complete and right; 60 s at most.
  Duration fetch(std::int32_t piece) {
    const TimePoint began = now;
    run_until(now + 60s, [&] { return is_complete(piece); });
    return now - began;
  }

  bool is_complete(std::int32_t piece) {
    if (passes) return passed.contains(piece);
    return blocks_of[piece].size() == static_cast<std::size_t>(sizes.blocks_of(piece));
  }

  template <class Done>
  void run_until(TimePoint end, Done done) {
    while (now < end && !done()) {
      const TimePoint next = events.empty() ? end : std::min(end, events.begin()->first);
      if (ticked_at + 1s <= next) {
        now = ticked_at += 1s;
        for (const auto& peer : peers)
          if (!peer->banned) scheduler.tick(*peer, now);
        continue;
      }
      now = next;
      if (events.empty() || events.begin()->first > now) continue;
      const auto event = std::move(events.begin()->second);
      events.erase(events.begin());
      event();
    }
  }

  void request(Peer& peer, const BlockRequest& block) {
    ++requests;
    if (peer.manner == Manner::silent) return;
    if (block.start == 0 && peer.loses.erase(block.piece) > 0) return;
    if (peer.manner == Manner::refusing) {
      events.emplace(now + peer.round_trip, [this, &peer, block] { scheduler.rejected(peer, block, now); });
      return;
    }
    peer.free_at =
        std::max(now + peer.round_trip / 2, peer.free_at) +
        std::chrono::duration_cast<Duration>(std::chrono::duration<double>(block.length / peer.rate));
    events.emplace(peer.free_at + peer.round_trip / 2, [this, &peer, block] { arrive(peer, block); });
  }

  const PieceSizes sizes;
  RequestScheduler scheduler;
  std::vector<std::unique_ptr<Peer>> peers;
  TimePoint now = kStart;
  int requests = 0;
  int twice = 0;  ///< blocks that arrived more than once
  std::map<std::int32_t, std::set<std::int32_t>> blocks_of;
  std::set<std::int32_t> passed;
  int failures = 0;  ///< pieces that failed their hash check
  int hashes = 0;    ///< hashes computed to find the right copies

 private:
  /// Does the work of DiskTap, and of PieceChecks with a disk that takes no time.
  void arrive(Peer& peer, const BlockRequest& block) {
    if (peer.banned) return;
    ++peer.sent;
    ++peer.sent_of[block.piece];
    const std::array content{peer.content(block)};
    const bool first = blocks_of[block.piece].insert(block.start).second;
    if (!first) ++twice;
    scheduler.arrived(peer, block, now, content);
    if (!first) return;
    written[block.piece][block.block()] = content[0];
    scheduler.arrived(block.piece, block.block());
    check(block.piece);
  }

  void check(std::int32_t piece) {
    const bool whole = blocks_of[piece].size() == static_cast<std::size_t>(sizes.blocks_of(piece));
    if (!passes || !whole || passed.contains(piece) || distrusted.contains(piece)) return;
    const auto& blocks = written[piece];
    const bool right =
        std::ranges::all_of(blocks, [](const auto& block) { return block.second == std::byte{0}; });
    return right ? pass(piece) : fail(piece);
  }

  void pass(std::int32_t piece) {
    passed.insert(piece);
    failed.erase(piece);
    scheduler.passed(piece);
  }

  void fail(std::int32_t piece) {
    ++failures;
    const auto count = static_cast<std::size_t>(sizes.blocks_of(piece));
    FailedPiece& copies = failed.try_emplace(piece, std::vector<bool>(count, false)).first->second;
    std::set<PeerNumber> senders;
    for (const auto& [block, content] : written[piece]) {
      const PeerNumber sender = scheduler.senders().of(piece, block).front();
      senders.insert(sender);
      copies.add(block, sender, keep(content));
    }
    if (senders.size() == 1) found_out({{*senders.begin(), sizes.blocks_of(piece)}});
    ask_again(piece);
  }

  void ask_again(std::int32_t piece) {
    scheduler.ask_again(piece, now);
    scheduler.suspect(piece, scheduler.liars());
  }

  void on_copy(const BlockRequest& block, PeerNumber sender, std::span<const std::byte> bytes) {
    const std::int32_t piece = block.piece;
    const auto doubted = distrusted.find(piece);
    if (doubted != distrusted.end() && doubted->second.erase(block.block()) > 0) {
      written[piece][block.block()] = bytes[0];
      if (doubted->second.empty()) distrusted.erase(doubted);
      return later([this, piece] { check(piece); });
    }
    const auto found = failed.find(piece);
    if (found == failed.end()) return;
    found->second.add(block.block(), sender, keep(bytes[0]));
    later([this, piece] { look(piece); });
  }

  void look(std::int32_t piece) {
    const auto found = failed.find(piece);
    if (found == failed.end()) return;
    FailedPiece& copies = found->second;
    if (!copies.copies().differing().empty()) scheduler.suspect(piece, copies.copies().suspects());
    const bool complete = scheduler.complete(piece);
    if (!copies.is_worth_a_look(complete)) return;
    copies.looked(complete);
    const auto right = [&](const PieceCopies::Choice& choice) {
      ++hashes;
      for (std::size_t block = 0; block < choice.size(); ++block) {
        if (copies.copies().of(block)[choice[block]].bytes->bytes()[0] != std::byte{0}) return false;
      }
      return true;
    };
    const auto verdict = look_for_right(copies.copies(), copies.padding(), scheduler.liars(), complete, right,
                                        [] { return false; });
    if (verdict.right) {
      const auto wrong = copies.copies().wrong_by(*verdict.right);
      pass(piece);
      return found_out(wrong);
    }
    std::map<PeerNumber, int> exposed;
    for (const PeerNumber peer : verdict.exposed) exposed[peer] = sizes.blocks_of(piece);
    found_out(exposed);
    if (complete) ask_again(piece);
  }

  void found_out(const std::map<PeerNumber, int>& liars) {
    for (const auto& [peer, blocks] : liars) {
      const bool known = scheduler.is_banned(peer);
      scheduler.ban(peer, blocks);
      for (const auto& [piece, block] : scheduler.senders().written_by(peer)) {
        if (known || failed.contains(piece) || passed.contains(piece)) continue;
        distrusted[piece].insert(block);
        scheduler.ask_again(piece, block, now);
      }
    }
  }

  void ban(Peer& peer) {
    peer.banned = true;
    scheduler.remove(peer, now);
  }

  std::shared_ptr<const KeptBlock> keep(std::byte content) {
    return memory.keep_anyway(std::span<const std::byte>(&content, 1));
  }

  void later(std::function<void()> work) { events.emplace(now, std::move(work)); }

  BlockMemory memory{1 << 30};
  std::map<std::int32_t, std::map<std::int32_t, std::byte>> written;
  std::map<std::int32_t, FailedPiece> failed;
  std::map<std::int32_t, std::set<std::int32_t>> distrusted;

  TimePoint ticked_at = kStart;
  std::multimap<TimePoint, std::function<void()>> events;

 public:
  bool passes = true;  ///< complete pieces pass their hash check at once
};

}  // namespace magnetar::engine
