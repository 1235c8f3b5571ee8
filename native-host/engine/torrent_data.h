#pragma once
// The bytes of one torrent as they become available.

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/body_bytes.h"
#include "base/byte_range.h"
#include "base/cancel_token.h"
#include "base/clock.h"
#include "base/error.h"
#include "base/strong_id.h"

namespace magnetar::engine {

/// Pieces whose bytes on the disk changed since a version.
struct DiskChanges {
  std::uint64_t version = 0;  ///< for the next call; never 0 where changes are recorded
  std::optional<std::vector<base::PieceIndex>> pieces;  ///< null: any may have changed
};

/// Read access to a torrent's verified bytes. Any thread; meant for HTTP threads, which may wait. Outlives
/// the torrent: after removal every call fails with unknown_torrent.
class TorrentData {
 public:
  virtual ~TorrentData() = default;

  /// Reads bytes of the file from `offset`. Waits until the piece at `offset` has passed its hash check, and
  /// returns between 1 and out.size() bytes, as many as are readable without another wait; 0 at the end of
  /// the file. Woken by the event itself, never by polling. Errors: timed_out at `deadline`, cancelled,
  /// unknown_torrent, unknown_file, disk_error.
  [[nodiscard]] virtual base::Result<std::size_t> read(base::FileIndex file, std::int64_t offset,
                                                       std::span<std::byte> out, base::TimePoint deadline,
                                                       base::CancelToken& cancel) = 0;

  /// Like read(), for a body that is sent: the run of bytes from `offset` that is readable without another
  /// wait, at most `limit`. A run on the disk is a slice of the file; otherwise the bytes are copied, as many
  /// as `scratch` holds. 0 bytes at the end of the file. Errors as those of read().
  [[nodiscard]] virtual base::Result<base::BodyBytes> next(base::FileIndex file, std::int64_t offset,
                                                           std::int64_t limit, std::span<std::byte> scratch,
                                                           base::TimePoint deadline,
                                                           base::CancelToken& cancel) = 0;

  /// Whether the piece has passed its hash check and can be read.
  [[nodiscard]] virtual bool readable(base::PieceIndex piece) const = 0;
  /// The first piece in [begin, end) that cannot be read.
  [[nodiscard]] virtual std::optional<base::PieceIndex> first_unreadable(base::PieceIndex begin,
                                                                         base::PieceIndex end) const = 0;

  /// The number of bytes in `range` of the file that are verified and on the disk.
  [[nodiscard]] virtual std::int64_t verified_bytes(base::FileIndex file, base::ByteRange range) const = 0;

  /// The changes of verified_bytes() since the version of an earlier call; 0 for the first call.
  [[nodiscard]] virtual DiskChanges changes_since(std::uint64_t /*version*/) const { return {}; }

  /// The path of the file; empty when it is not known.
  [[nodiscard]] virtual std::filesystem::path path_of(base::FileIndex) const { return {}; }
};

}  // namespace magnetar::engine
