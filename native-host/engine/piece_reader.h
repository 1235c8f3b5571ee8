#pragma once
// TorrentData on a piece store and the torrent's files.

#include <filesystem>
#include <memory>

#include "engine/open_files.h"
#include "engine/piece_store.h"
#include "engine/torrent_data.h"
#include "engine/torrent_files.h"

namespace magnetar::engine {

class PieceReader final : public TorrentData {
 public:
  PieceReader(std::shared_ptr<const TorrentFiles> files, std::shared_ptr<PieceStore> store,
              std::shared_ptr<OpenFiles> open_files);
  ~PieceReader() override;

  base::Result<std::size_t> read(base::FileIndex file, std::int64_t offset, std::span<std::byte> out,
                                 base::TimePoint deadline, base::CancelToken& cancel) override;
  std::int64_t verified_bytes(base::FileIndex file, base::ByteRange range) const override;

 private:
  base::PieceIndex piece_at(std::int64_t offset_in_torrent) const;
  base::Result<std::size_t> read_file(base::FileIndex file, std::int64_t offset, std::span<std::byte> out);

  const std::shared_ptr<const TorrentFiles> files_;
  const std::shared_ptr<PieceStore> store_;
  const std::shared_ptr<OpenFiles> open_files_;
};

}  // namespace magnetar::engine
