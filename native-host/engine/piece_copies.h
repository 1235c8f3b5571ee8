#pragma once
// What peers have sent of one piece that failed its check, and which of it can be right. Pure.

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <vector>

#include "engine/block_memory.h"
#include "engine/block_request.h"

namespace magnetar::engine {

/// The different contents that came for each block, each with who sent it. The first copy of a block is the
/// one that is written.
class PieceCopies {
 public:
  struct Copy {
    std::shared_ptr<const KeptBlock> bytes;
    std::vector<PeerNumber> senders;  ///< 0: nobody who is known
  };
  /// One copy for each block, by its place in of().
  using Choice = std::vector<std::uint8_t>;

  explicit PieceCopies(std::int32_t blocks) : blocks_(static_cast<std::size_t>(blocks)) {}

  /// The first copy of a block is added before any other.
  void add(std::int32_t block, PeerNumber sender, std::shared_ptr<const KeptBlock> bytes);
  /// The bytes that are written are another copy now.
  void written(const Choice& choice);

  [[nodiscard]] std::size_t blocks() const { return blocks_.size(); }
  [[nodiscard]] const std::vector<Copy>& of(std::size_t block) const { return blocks_[block]; }
  /// Blocks of which the copies differ.
  [[nodiscard]] std::vector<std::size_t> differing() const;
  /// Who may be the only liar: has a part in each difference. Everybody who has a part in one, if there is
  /// nobody like that.
  [[nodiscard]] std::set<PeerNumber> suspects() const;
  /// Whether something was sent by this peer alone.
  [[nodiscard]] bool only_by(PeerNumber peer) const;
  /// What this peer sent, if it sent all blocks but padding.
  [[nodiscard]] std::optional<Choice> all_by(PeerNumber peer, const std::vector<bool>& padding) const;
  /// How many blocks each peer has sent wrong, when this choice is right. Nobody counts for what it has sent
  /// right.
  [[nodiscard]] std::map<PeerNumber, int> wrong_by(const Choice& right) const;

 private:
  std::vector<std::vector<Copy>> blocks_;
};

/// Finds the right copies: first as if as few peers as possible lied, all of them known to be wrong where
/// copies differ; then, if there are few, by every combination. `liars` are known to lie. `right` tells
/// whether a choice is the piece; it is asked at most kMostTries times, and not after `enough` says so.
inline constexpr int kMostTries = 4096;
[[nodiscard]] std::optional<PieceCopies::Choice> find_right(
    const PieceCopies& copies, const std::set<PeerNumber>& liars,
    const std::function<bool(const PieceCopies::Choice&)>& right, const std::function<bool()>& enough);

}  // namespace magnetar::engine
