#pragma once
// The copies that peers have sent of one piece that failed its check, and the search for the right ones.
// Pure.

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

/// The different contents received for each block, each with its senders. The first copy of a block is the
/// written one.
class PieceCopies {
 public:
  struct Copy {
    std::shared_ptr<const KeptBlock> bytes;
    std::vector<PeerNumber> senders;  ///< 0: an unknown peer
  };
  /// One copy for each block, by its index in of().
  using Choice = std::vector<std::uint8_t>;

  explicit PieceCopies(std::int32_t blocks) : blocks_(static_cast<std::size_t>(blocks)) {}

  /// Adds a copy. The first copy of a block is added before any other.
  void add(std::int32_t block, PeerNumber sender, std::shared_ptr<const KeptBlock> bytes);
  /// Makes the copies of this choice the written ones.
  void written(const Choice& choice);

  [[nodiscard]] std::size_t blocks() const { return blocks_.size(); }
  [[nodiscard]] const std::vector<Copy>& of(std::size_t block) const { return blocks_[block]; }
  /// The blocks with copies that differ.
  [[nodiscard]] std::vector<std::size_t> differing() const;
  /// Peers that may be the only liar, with a part in each difference. All peers with a part in any
  /// difference, if there is no such peer.
  [[nodiscard]] std::set<PeerNumber> suspects() const;
  /// Whether a block was sent by this peer alone.
  [[nodiscard]] bool only_by(PeerNumber peer) const;
  /// The peer's copies, if it sent all blocks but padding.
  [[nodiscard]] std::optional<Choice> all_by(PeerNumber peer, const std::vector<bool>& padding) const;
  /// The number of wrong blocks of each peer, when this choice is right. Peers without a wrong block are left
  /// out.
  [[nodiscard]] std::map<PeerNumber, int> wrong_by(const Choice& right) const;

 private:
  std::vector<std::vector<Copy>> blocks_;
};

/// Finds the right copies. Searches first with as few liars as possible, whose copies all count as wrong
/// wherever copies differ; then, if there are few combinations, tries each. `liars` are known to lie. `right`
/// tells whether a choice is the piece; it is called at most kMostTries times, and not after `enough` returns
/// true.
inline constexpr int kMostTries = 4096;
[[nodiscard]] std::optional<PieceCopies::Choice> find_right(
    const PieceCopies& copies, const std::set<PeerNumber>& liars,
    const std::function<bool(const PieceCopies::Choice&)>& right, const std::function<bool()>& enough);

}  // namespace magnetar::engine
