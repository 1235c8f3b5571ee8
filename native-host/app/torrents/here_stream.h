#pragma once
// The downloaded bytes of a file for one HTTP response, without a wait and without a cursor of the scheduler.

#include <memory>

#include "engine/torrent_data.h"
#include "http/answer.h"

namespace magnetar::app {

/// Lives on an HTTP thread.
class HereStream final : public http::ByteSource {
 public:
  HereStream(std::shared_ptr<engine::TorrentData> data, base::FileIndex file)
      : data_(std::move(data)), file_(file) {}

  /// Errors: not_found when the next byte is not on the disk.
  base::Result<base::BodyBytes> next(std::int64_t offset, std::int64_t limit, std::span<std::byte> scratch,
                                     base::CancelToken& cancel) override;

 private:
  const std::shared_ptr<engine::TorrentData> data_;
  const base::FileIndex file_;
};

}  // namespace magnetar::app
