#pragma once
// The bytes of one HTTP response: takes verified bytes from the engine and keeps the scheduler told where it
// is.

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

/// Lives on an HTTP thread; everything that concerns the scheduler is posted to the loop.
class FileStream final : public http::ByteSource {
 public:
  /// A body whose next byte does not come within this time is cut off.
  static constexpr std::chrono::seconds kPatience{120};
  /// The most that is sent before the scheduler hears again where the client is: while something of what the
  /// client wants is missing, and when all of it is on disk.
  static constexpr std::int64_t kShortStep = std::int64_t{1} << 20;
  static constexpr std::int64_t kLongStep = std::int64_t{4} << 20;

  /// `first`: where the client begins; `viewer`: who watches, empty if unknown; `trace`: where what is handed
  /// out is noted.
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
  bool all_on_disk_ = false;  ///< as far as was looked the last time
};

}  // namespace magnetar::app
