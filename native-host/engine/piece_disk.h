#pragma once
// The operations that PieceChecks needs of the disk of one torrent.

#include <cstddef>
#include <cstdint>
#include <functional>
#include <libtorrent/disk_interface.hpp>
#include <libtorrent/sha1_hash.hpp>
#include <libtorrent/span.hpp>
#include <span>

#include "engine/block_request.h"

namespace magnetar::engine {

/// Handlers are called on libtorrent's network thread, never before the call has returned.
class PieceDisk {
 public:
  using HashHandler = std::function<void(libtorrent::piece_index_t, const libtorrent::sha1_hash&,
                                         const libtorrent::storage_error&)>;
  using WriteHandler = std::function<void(const libtorrent::storage_error&)>;
  /// The bytes are valid until the handler returns.
  using ReadHandler = std::function<void(std::span<const std::byte>, const libtorrent::storage_error&)>;

  virtual ~PieceDisk() = default;
  /// See libtorrent's disk_interface::async_hash().
  virtual void hash(std::int32_t piece, libtorrent::span<libtorrent::sha256_hash> v2,
                    libtorrent::disk_job_flags_t flags, HashHandler handler) = 0;
  virtual void read(const BlockRequest& block, ReadHandler handler) = 0;
  /// Writes the block; the bytes are copied before the call returns.
  virtual void write(const BlockRequest& block, std::span<const std::byte> bytes, WriteHandler handler) = 0;
  /// Closes the torrent's files, which are opened anew when they are needed.
  virtual void release(std::function<void()> then) = 0;
  /// Calls back when no write of the piece is under way: at once, or at the end of the last one.
  virtual void when_written(std::int32_t piece, std::function<void()> then) = 0;
};

}  // namespace magnetar::engine
