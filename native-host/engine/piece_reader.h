#pragma once
// Implements TorrentData on a piece store and the torrent's files.

#include <filesystem>
#include <memory>

#include "engine/file_stamps.h"
#include "engine/open_files.h"
#include "engine/piece_store.h"
#include "engine/torrent_data.h"
#include "engine/torrent_files.h"

namespace magnetar::engine {

class PieceReader final : public TorrentData {
 public:
  PieceReader(std::shared_ptr<const TorrentFiles> files, std::shared_ptr<PieceStore> store,
              std::shared_ptr<FileStamps> stamps, std::shared_ptr<OpenFiles> open_files);
  ~PieceReader() override;

  base::Result<std::size_t> read(base::FileIndex file, std::int64_t offset, std::span<std::byte> out,
                                 base::TimePoint deadline, base::CancelToken& cancel) override;
  base::Result<base::BodyBytes> next(base::FileIndex file, std::int64_t offset, std::int64_t limit,
                                     std::span<std::byte> scratch, base::TimePoint deadline,
                                     base::CancelToken& cancel) override;
  bool readable(base::PieceIndex piece) const override { return store_->readable(piece); }
  std::optional<base::PieceIndex> first_unreadable(base::PieceIndex begin,
                                                   base::PieceIndex end) const override {
    return store_->first_unreadable(begin, end);
  }
  std::int64_t verified_bytes(base::FileIndex file, base::ByteRange range) const override;
  DiskChanges changes_since(std::uint64_t version) const override { return store_->changes_since(version); }
  std::filesystem::path path_of(base::FileIndex file) const override { return files_->path_of(file); }

 private:
  base::PieceIndex piece_at(std::int64_t offset_in_torrent) const;
  /// Consecutive bytes of the file, in memory or on the disk.
  struct Run {
    std::int64_t size = 0;
    std::int64_t in_torrent = 0;              ///< offset of the first byte in the torrent
    std::shared_ptr<const KeptPiece> memory;  ///< null: on the disk
    OpenFiles::File file = nullptr;           ///< the file of a run on the disk; null: an empty run
  };
  base::Result<Run> unchanged_run(base::FileIndex file, std::int64_t offset, std::int64_t limit,
                                  base::TimePoint deadline, base::CancelToken& cancel);
  base::Result<Run> wait_for_run(base::FileIndex file, std::int64_t offset, std::int64_t limit,
                                 base::TimePoint deadline, base::CancelToken& cancel);
  std::size_t copy(const Run& run, std::span<std::byte> out) const;
  base::Result<std::size_t> read_file(const OpenFiles::File& open, base::FileIndex file, std::int64_t offset,
                                      std::span<std::byte> out);
  base::Result<OpenFiles::File> open_unchanged(base::FileIndex file);

  const std::shared_ptr<const TorrentFiles> files_;
  const std::shared_ptr<PieceStore> store_;
  const std::shared_ptr<FileStamps> stamps_;
  const std::shared_ptr<OpenFiles> open_files_;
};

}  // namespace magnetar::engine
