#pragma once
// One piece that failed its check, while its right bytes are searched. Pure.

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <vector>

#include "engine/piece_copies.h"

namespace magnetar::engine {

/// The result of a search among the copies.
struct CopiesVerdict {
  std::optional<PieceCopies::Choice> right;
  /// Peers that sent a whole piece which is wrong.
  std::set<PeerNumber> exposed;
};

/// Decides when a search for the right bytes is worthwhile: when all blocks have been sent again, or as soon
/// as it would succeed if a single peer had lied.
class FailedPiece {
 public:
  /// `padding`: whether each block is padding, which no peer sends.
  explicit FailedPiece(std::vector<bool> padding)
      : padding_(std::move(padding)), copies_(static_cast<std::int32_t>(padding_.size())) {}

  [[nodiscard]] const PieceCopies& copies() const { return copies_; }
  [[nodiscard]] const std::vector<bool>& padding() const { return padding_; }
  /// See PieceCopies::add().
  void add(std::int32_t block, PeerNumber sender, std::shared_ptr<const KeptBlock> bytes);
  void written(const PieceCopies::Choice& choice) { copies_.written(choice); }
  /// Whether a search may find more than the last one. `complete`: all requested blocks have been received.
  [[nodiscard]] bool is_worth_a_look(bool complete) const;
  void looked(bool complete);

 private:
  [[nodiscard]] std::set<PeerNumber> alone() const;

  const std::vector<bool> padding_;
  PieceCopies copies_;
  int changes_ = 0;
  int looked_at_ = -1;                ///< changes_ at the last search with all blocks
  std::set<PeerNumber> looked_into_;  ///< peers that searches have taken for the only liar
};

/// Searches the right bytes. Any thread. `complete`: see FailedPiece; a complete search also finds the peers
/// that sent a whole piece which is wrong.
[[nodiscard]] CopiesVerdict look_for_right(const PieceCopies& copies, const std::vector<bool>& padding,
                                           const std::set<PeerNumber>& liars, bool complete,
                                           const std::function<bool(const PieceCopies::Choice&)>& right,
                                           const std::function<bool()>& enough);

}  // namespace magnetar::engine
