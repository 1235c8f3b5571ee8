#pragma once
// The hashes that the info dictionary and the piece layers (BEP 52) give for pieces.

#include <cstdint>
#include <libtorrent/sha1_hash.hpp>
#include <libtorrent/span.hpp>
#include <libtorrent/torrent_handle.hpp>
#include <memory>
#include <optional>
#include <vector>

#include "engine/piece_copies.h"

namespace libtorrent {
class torrent_info;
}

namespace magnetar::engine {

/// The hashes of one piece; a member is empty when the torrent has no such hash or it is not known.
struct PieceExpected {
  std::optional<libtorrent::sha1_hash> v1;
  std::optional<libtorrent::sha256_hash> v2;  ///< the node above the piece's blocks
  int leaves = 0;                             ///< below that node, a power of two
  std::int64_t size2 = 0;                     ///< bytes of the piece that the v2 hash covers
};

enum class HashVerdict { passed, failed, unknown };

/// libtorrent's network thread only.
class PieceHashes {
 public:
  explicit PieceHashes(libtorrent::torrent_handle torrent) : torrent_(std::move(torrent)) {}

  /// Checks a piece by its hashes. `blocks`: the SHA-256 of each block, empty for a torrent without v2
  /// hashes. Unknown: the torrent has v2 hashes alone, and that of the piece has not come from a peer yet.
  [[nodiscard]] HashVerdict check(std::int32_t piece, const libtorrent::sha1_hash& v1,
                                  libtorrent::span<const libtorrent::sha256_hash> blocks);
  [[nodiscard]] PieceExpected expected(std::int32_t piece);
  /// The number of the piece's v2 block hashes.
  [[nodiscard]] std::size_t blocks2(std::int32_t piece);
  [[nodiscard]] bool has_v1();
  [[nodiscard]] bool has_v2();
  /// Whether libtorrent has removed the torrent and is about to end it.
  [[nodiscard]] bool is_removed() const { return !torrent_.in_session(); }

 private:
  [[nodiscard]] const libtorrent::torrent_info* info();
  [[nodiscard]] std::optional<libtorrent::sha256_hash> v2_hash(const libtorrent::torrent_info& info,
                                                               std::int32_t piece);
  void learn_layers(const libtorrent::torrent_info& info);

  const libtorrent::torrent_handle torrent_;
  std::shared_ptr<const libtorrent::torrent_info> info_;
  /// The piece hashes of each file; zeros for unknown ones. libtorrent returns all of its own at once.
  std::vector<std::vector<libtorrent::sha256_hash>> layers_;
};

/// Tests whether copies are the expected piece. Any thread.
class PieceTest {
 public:
  PieceTest(const PieceCopies& copies, const PieceExpected& expected);

  [[nodiscard]] bool right(const PieceCopies::Choice& choice);

 private:
  [[nodiscard]] bool right_v1(const PieceCopies::Choice& choice) const;
  [[nodiscard]] bool right_v2(const PieceCopies::Choice& choice);
  [[nodiscard]] const libtorrent::sha256_hash& leaf(std::size_t block, std::size_t copy);

  const PieceCopies& copies_;
  const PieceExpected& expected_;
  std::vector<std::vector<std::optional<libtorrent::sha256_hash>>> leaves_;
};

}  // namespace magnetar::engine
