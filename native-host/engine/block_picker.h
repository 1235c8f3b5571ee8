#pragma once
// The blocks of a torrent that are still to be requested, and their order. Pure.

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

/// Every block is missing, requested (once or more often), or received. The order is by priority. Pieces of
/// `urgent` are in the order of the film, others by rank: ranks of rarity and chance spread the requests of
/// viewers at different places.
class BlockPicker {
 public:
  static constexpr std::size_t kPriorities = std::size_t{base::number_of(base::Priority::now)} + 1;

  /// No block is received and no piece is wanted. `padding`: bytes of the torrent that are requested of no
  /// peer (BEP 47), in order.
  void open(const PieceSizes& sizes, std::vector<base::ByteRange> padding);
  /// The piece is available and has passed its check.
  void have(std::int32_t piece);
  /// The piece counts as missing again: another check found it wrong.
  void forget(std::int32_t piece);
  void want(std::int32_t piece, base::Priority priority);
  /// Sets the order among pieces of one priority; a lower rank comes sooner.
  void rank(const std::vector<std::uint32_t>& ranks);

  void asked(const BlockRequest& block);
  /// A peer that was asked will not send the block.
  void released(const BlockRequest& block);
  /// The block was received, whether it was requested or not.
  void arrived(std::int32_t piece, std::int32_t block);
  /// The block could not be written.
  void lost(std::int32_t piece, std::int32_t block);

  [[nodiscard]] base::Priority priority(std::int32_t piece) const;
  [[nodiscard]] std::int32_t blocks_of(std::int32_t piece) const { return sizes_.blocks_of(piece); }
  [[nodiscard]] bool missing(const BlockRequest& block) const;
  /// The number of peers that are asked for the block now.
  [[nodiscard]] int asked_of(const BlockRequest& block) const;
  /// Whether a peer is asked for a block of the piece now.
  [[nodiscard]] bool is_asked_for(std::int32_t piece) const;
  /// The bytes of the piece's missing blocks.
  [[nodiscard]] std::int64_t bytes_missing(std::int32_t piece) const;
  /// The piece's missing blocks.
  [[nodiscard]] std::vector<BlockRequest> missing_of(std::int32_t piece) const;
  /// Wanted pieces with this priority that are incomplete.
  [[nodiscard]] std::vector<std::int32_t> unfinished(base::Priority priority) const;

  [[nodiscard]] bool is_padding(std::int32_t piece, std::int32_t block) const;

  /// Wanted pieces that are complete and have not passed their check yet.
  [[nodiscard]] std::vector<std::int32_t> unchecked() const;

  /// The first block without a request, of a piece with one of these priorities that passes `may`.
  template <class May>
  [[nodiscard]] std::optional<BlockRequest> next(base::Priority most, base::Priority least, May&& may) const {
    return first_of(most, least, [&](std::int32_t piece) {
      return may(piece) ? std::optional(first_open(piece)) : std::nullopt;
    });
  }

  /// The block that `pick` returns for the first of these pieces for which it returns one.
  template <class Pick>
  [[nodiscard]] std::optional<BlockRequest> first_of(base::Priority most, base::Priority least,
                                                     Pick&& pick) const {
    for (int priority = base::number_of(most); priority >= base::number_of(least); --priority) {
      for (const auto& [rank, piece] : open_[static_cast<std::size_t>(priority)]) {
        if (const std::optional<BlockRequest> block = pick(piece)) return block;
      }
    }
    return std::nullopt;
  }
  /// The piece's first block without a request; the piece has one.
  [[nodiscard]] BlockRequest first_open(std::int32_t piece) const;

 private:
  /// A piece with a requested or received block.
  struct Piece {
    std::vector<std::uint8_t> asked;
    std::vector<bool> here;
    std::int32_t open = 0;     ///< blocks neither received nor requested
    std::int32_t missing = 0;  ///< blocks not received
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
  /// Pieces with open blocks, by priority.
  std::array<std::set<std::pair<std::uint32_t, std::int32_t>>, kPriorities> open_;
  std::vector<std::pair<base::Priority, std::uint32_t>> slot_;  ///< place of each piece in open_; 0: in none
};

}  // namespace magnetar::engine
