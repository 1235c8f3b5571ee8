#pragma once
// The bytes of one HTTP response: reads verified bytes from the engine and keeps the scheduler told where it
// is.

#include <memory>
#include <optional>

#include "app/torrents/torrent.h"
#include "base/executor.h"
#include "engine/torrent_data.h"
#include "http/answer.h"

namespace magnetar::app {

/// Lives on an HTTP thread; everything that concerns the scheduler is posted to the loop.
class FileStream final : public http::ByteSource {
 public:
  /// A body whose next byte does not come within this time is cut off.
  static constexpr std::chrono::seconds kPatience{120};

  FileStream(base::Executor& loop, std::weak_ptr<Torrent> torrent, std::shared_ptr<engine::TorrentData> data,
             const engine::TorrentFile& file, std::int64_t first);
  ~FileStream() override;
  FileStream(const FileStream&) = delete;
  FileStream& operator=(const FileStream&) = delete;

  base::Result<std::size_t> read(std::int64_t offset, std::span<std::byte> out,
                                 base::CancelToken& cancel) override;

 private:
  /// The reader's place in the scheduler; touched on the loop only.
  struct Lease {
    std::weak_ptr<Torrent> torrent;
    std::optional<streaming::ReaderId> reader;
  };
  void tell(std::int64_t offset);

  base::Executor& loop_;
  std::shared_ptr<Lease> lease_;
  std::shared_ptr<engine::TorrentData> data_;
  base::FileIndex file_;
  base::ByteRange in_torrent_;
  std::int64_t told_;
};

}  // namespace magnetar::app
