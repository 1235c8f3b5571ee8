#pragma once
// Which blocks of a torrent are still to be asked for, and which of them first. Pure.

#include <array>
#include <cstdint>
#include <optional>
#include <set>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/byte_range.h"
#include "base/priority.h"
#include "base/strong_id.h"
#include "engine/block_request.h"

namespace magnetar::engine {

/// Every block is missing, asked for (once or more often), or here. By priority; pieces of kUrgent
/// in the order of the film, others by rank: with ranks by rarity and chance, two who watch at different
/// places get their shares.
class BlockPicker {
 public:
  static constexpr std::size_t kPriorities = base::kNow + 1;

  /// Nothing is here and nothing is wanted. `padding`: bytes of the torrent that no peer is asked for (BEP
  /// 47), in order.
  void open(const PieceSizes& sizes, std::vector<base::ByteRange> padding);
  /// The piece is here and has passed its check.
  void have(std::int32_t piece);
  /// What was here is not: another check found otherwise.
  void forget(std::int32_t piece);
  void want(std::int32_t piece, base::Priority priority);
  /// The lower the sooner, among pieces of one priority.
  void rank(const std::vector<std::uint32_t>& ranks);

  void asked(const BlockRequest& block);
  /// One who was asked will not send it.
  void released(const BlockRequest& block);
  /// The block is here, whether it was asked for or not.
  void arrived(std::int32_t piece, std::int32_t block);
  /// It could not be written.
  void lost(std::int32_t piece, std::int32_t block);

  [[nodiscard]] base::Priority priority(std::int32_t piece) const;
  [[nodiscard]] std::int32_t blocks_of(std::int32_t piece) const { return sizes_.blocks_of(piece); }
  [[nodiscard]] bool missing(const BlockRequest& block) const;
  /// How many are asked for it now.
  [[nodiscard]] int asked_of(const BlockRequest& block) const;
  /// Whether anybody is asked for a block of the piece now.
  [[nodiscard]] bool is_asked_for(std::int32_t piece) const;
  /// Bytes of the piece that are not here.
  [[nodiscard]] std::int64_t bytes_missing(std::int32_t piece) const;
  /// Blocks of the piece that are not here.
  [[nodiscard]] std::vector<BlockRequest> missing_of(std::int32_t piece) const;
  /// Wanted pieces with this priority that are not here.
  [[nodiscard]] std::vector<std::int32_t> unfinished(base::Priority priority) const;

  [[nodiscard]] bool is_padding(std::int32_t piece, std::int32_t block) const;

  /// Wanted pieces of which every block is here, and that have not passed their check yet.
  [[nodiscard]] std::vector<std::int32_t> unchecked() const;

  /// The first block that nobody was asked for, of a piece with one of these priorities that passes `may`.
  template <class May>
  [[nodiscard]] std::optional<BlockRequest> next(base::Priority most, base::Priority least, May&& may) const {
    return first_of(most, least, [&](std::int32_t piece) {
      return may(piece) ? std::optional(first_open(piece)) : std::nullopt;
    });
  }

  /// What `pick` gives for the first of these pieces for which it gives a block.
  template <class Pick>
  [[nodiscard]] std::optional<BlockRequest> first_of(base::Priority most, base::Priority least,
                                                     Pick&& pick) const {
    for (int priority = most; priority >= least; --priority) {
      for (const auto& [rank, piece] : open_[static_cast<std::size_t>(priority)]) {
        if (const std::optional<BlockRequest> block = pick(piece)) return block;
      }
    }
    return std::nullopt;
  }
  /// The first block that nobody was asked for, of a piece that has one.
  [[nodiscard]] BlockRequest first_open(std::int32_t piece) const;

 private:
  /// A piece of which something is asked for or here.
  struct Piece {
    std::vector<std::uint8_t> asked;
    std::vector<bool> here;
    std::int32_t open = 0;     ///< blocks neither here nor asked for
    std::int32_t missing = 0;  ///< blocks not here
    std::int32_t first = 0;    ///< no open block lies before it
  };

  [[nodiscard]] bool inside(std::int32_t piece) const { return piece >= 0 && piece < sizes_.count; }
  [[nodiscard]] bool inside(std::int32_t piece, std::int32_t block) const {
    return inside(piece) && block >= 0 && block < sizes_.blocks_of(piece);
  }
  [[nodiscard]] BlockRequest request_of(std::int32_t piece, std::int32_t block) const;
  Piece& active(std::int32_t piece);
  void shelve(std::int32_t piece);

  PieceSizes sizes_;
  std::vector<base::ByteRange> padding_;
  std::vector<base::Priority> priorities_;
  std::vector<bool> have_;
  std::vector<std::uint32_t> ranks_;
  std::unordered_map<std::int32_t, Piece> active_;
  /// By priority: pieces with open blocks.
  std::array<std::set<std::pair<std::uint32_t, std::int32_t>>, kPriorities> open_;
  std::vector<std::pair<base::Priority, std::uint32_t>> slot_;  ///< where in open_ each piece is; 0: nowhere
};

}  // namespace magnetar::engine
