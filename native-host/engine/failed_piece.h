#pragma once
// One piece that failed its check, while the right bytes are looked for. Pure.

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <vector>

#include "engine/piece_copies.h"

namespace magnetar::engine {

/// What a look at the copies has brought.
struct CopiesVerdict {
  std::optional<PieceCopies::Choice> right;
  /// Peers that sent a whole piece which is wrong.
  std::set<PeerNumber> exposed;
};

/// Decides when it is worth looking for the right bytes: when all has been sent again, or as soon as it
/// would do if one peer alone lied.
class FailedPiece {
 public:
  /// `padding`: blocks that no peer sends.
  explicit FailedPiece(std::vector<bool> padding)
      : padding_(std::move(padding)), copies_(static_cast<std::int32_t>(padding_.size())) {}

  [[nodiscard]] const PieceCopies& copies() const { return copies_; }
  [[nodiscard]] const std::vector<bool>& padding() const { return padding_; }
  /// See PieceCopies::add().
  void add(std::int32_t block, PeerNumber sender, std::shared_ptr<const KeptBlock> bytes);
  void written(const PieceCopies::Choice& choice) { copies_.written(choice); }
  /// Whether a look may find more than the last one. `complete`: nothing is to come that was asked for.
  [[nodiscard]] bool is_worth_a_look(bool complete) const;
  void looked(bool complete);

 private:
  [[nodiscard]] std::set<PeerNumber> alone() const;

  const std::vector<bool> padding_;
  PieceCopies copies_;
  int changes_ = 0;
  int looked_at_ = -1;                ///< changes_ when all had come
  std::set<PeerNumber> looked_into_;  ///< who was taken for the only liar
};

/// Looks for the right bytes. Any thread. `complete`: see FailedPiece; then it is also found out who sent a
/// whole piece that is wrong.
[[nodiscard]] CopiesVerdict look_for_right(const PieceCopies& copies, const std::vector<bool>& padding,
                                           const std::set<PeerNumber>& liars, bool complete,
                                           const std::function<bool(const PieceCopies::Choice&)>& right,
                                           const std::function<bool()>& enough);

}  // namespace magnetar::engine
