#pragma once
// Which peers have a part in pieces that are not checked yet. Pure. libtorrent's network thread.

#include <cstdint>
#include <unordered_map>
#include <vector>

namespace magnetar::engine {

class PeerWire;

/// When a piece fails its check, libtorrent takes two points of trust from everybody with a part in it, liar
/// or not, and bans who has lost seven; a piece that passes gives one point, up to eight. One liar that is
/// asked for a block of each of many small pieces would have all others banned with it. So no peer shares
/// more unchecked pieces than could fail without that; beyond them it gets pieces of its own. A piece that
/// one peer sent alone and that fails shows the liar at once.
class PieceParts {
 public:
  /// A block of the piece is asked of the peer.
  void asked(const PeerWire& peer, std::int32_t piece) { ++part(peer, piece).blocks; }
  /// A block has come that the piece lacked, asked for or not.
  void arrived(const PeerWire& peer, std::int32_t piece);
  /// A block that was asked for will not come.
  void released(const PeerWire& peer, std::int32_t piece);
  void passed(std::int32_t piece) { settle(piece, kPass); }
  void failed(std::int32_t piece) { settle(piece, kFail); }
  /// What was known of the piece is void.
  void forget(std::int32_t piece) { settle(piece, 0); }
  void left(const PeerWire& peer);
  void clear();

  /// Whether the peer and who has a part in the piece already can stand that it fails.
  [[nodiscard]] bool may_share(const PeerWire& peer, std::int32_t piece) const;

 private:
  static constexpr int kPass = 1;
  static constexpr int kFail = -2;

  struct Part {
    const PeerWire* peer = nullptr;  ///< null: it has left
    int blocks = 0;                  ///< here and on their way
  };
  using Parts = std::vector<Part>;
  struct Standing {
    int trust = 0;
    int shared = 0;  ///< unchecked pieces in which it is not alone
  };

  Part& part(const PeerWire& peer, std::int32_t piece);
  void settle(std::int32_t piece, int points);
  void count_shared(const Part& part, int change);
  [[nodiscard]] bool has_credit(const PeerWire* peer) const;

  std::unordered_map<std::int32_t, Parts> pieces_;
  std::unordered_map<const PeerWire*, Standing> standings_;
};

}  // namespace magnetar::engine
