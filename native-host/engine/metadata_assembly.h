#pragma once
// Assembles metadata from peers, piece by piece (BEP 9). Pure.

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"

namespace magnetar::engine {

constexpr std::size_t kMetadataPiece = 16'384;

/// The pieces of metadata of one size, and the peers that sent them. A peer is identified by its address in
/// memory.
class MetadataAssembly {
 public:
  using Peer = const void*;

  explicit MetadataAssembly(std::size_t size);

  /// The piece to ask this peer for now. Nothing while all missing pieces were asked for a moment ago, or
  /// while another peer is tried alone.
  [[nodiscard]] std::optional<std::size_t> next(Peer peer, base::TimePoint now) const;
  void asked(std::size_t piece, Peer peer, base::TimePoint now);
  /// Takes a piece; false when its length is wrong.
  [[nodiscard]] bool take(std::size_t piece, std::string_view bytes, Peer peer);
  [[nodiscard]] bool complete() const { return missing_ == 0; }
  /// All bytes; only once complete.
  [[nodiscard]] std::string bytes() const;
  /// The number of bytes held.
  [[nodiscard]] std::size_t held() const { return held_; }
  /// Drops bytes that do not match the info-hash: all pieces are missing again, and peers are tried one at a
  /// time. Returns the peer that sent all of them, or null when there were several.
  Peer reject();
  /// Forgets the peer; its requests may be repeated at once.
  void leave(Peer peer);

 private:
  struct Piece {
    std::string bytes;
    bool here = false;
    Peer asked_of = nullptr;
    std::optional<base::TimePoint> asked_at;
  };
  void clear();

  const std::size_t size_;
  std::vector<Piece> pieces_;
  std::size_t missing_;
  std::size_t held_ = 0;
  std::set<Peer> senders_;
  bool one_at_a_time_ = false;
  Peer only_ = nullptr;  ///< the peer that is tried alone
  std::optional<base::TimePoint> only_since_;
};

}  // namespace magnetar::engine
