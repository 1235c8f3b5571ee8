#pragma once
// The bytes of one HTTP response: takes verified bytes from the engine and moves a cursor of the scheduler.

#include <atomic>
#include <memory>
#include <optional>
#include <string>

#include "app/torrents/torrent.h"
#include "base/executor.h"
#include "base/stream_trace.h"
#include "engine/torrent_data.h"
#include "http/answer.h"

namespace magnetar::app {

/// Lives on an HTTP thread; calls of the scheduler are posted to the loop.
class FileStream final : public http::ByteSource {
 public:
  /// A response is cut off when its next byte does not come within this time.
  static constexpr std::chrono::seconds kPatience{120};
  /// Limits of bytes sent between two moves of the cursor: kShortStep while requested bytes are missing,
  /// kLongStep when all are on the disk.
  static constexpr std::int64_t kShortStep = std::int64_t{1} << 20;
  static constexpr std::int64_t kLongStep = std::int64_t{4} << 20;

  /// `first`: the first requested byte of the file; `viewer`: the viewer's name, empty if unknown; `trace`:
  /// records the sent bytes.
  FileStream(base::Executor& loop, std::weak_ptr<Torrent> torrent, std::shared_ptr<engine::TorrentData> data,
             const engine::TorrentFile& file, std::int64_t first, std::string viewer,
             std::shared_ptr<base::StreamTrace> trace);
  ~FileStream() override;
  FileStream(const FileStream&) = delete;
  FileStream& operator=(const FileStream&) = delete;

  base::Result<base::BodyBytes> next(std::int64_t offset, std::int64_t limit, std::span<std::byte> scratch,
                                     base::CancelToken& cancel) override;

 private:
  class Lease;

  [[nodiscard]] base::Result<base::BodyBytes> verified(std::int64_t offset, std::int64_t limit,
                                                       std::span<std::byte> scratch,
                                                       base::CancelToken& cancel);
  void tell(std::int64_t offset);
  void post(void (Lease::*note)());

  base::Executor& loop_;
  std::shared_ptr<Lease> lease_;
  const std::shared_ptr<base::StreamTrace> trace_;
  const std::string viewer_;
  std::shared_ptr<engine::TorrentData> data_;
  const engine::TorrentFile file_;
  std::int64_t told_;
  bool all_on_disk_ = false;  ///< as of the last read
};

}  // namespace magnetar::app
