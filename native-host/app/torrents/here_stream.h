#pragma once
// The bytes of one HTTP response that are here already: it waits for none, and the scheduler hears nothing of
// it.

#include <memory>

#include "engine/torrent_data.h"
#include "http/answer.h"

namespace magnetar::app {

/// Lives on an HTTP thread.
class HereStream final : public http::ByteSource {
 public:
  HereStream(std::shared_ptr<engine::TorrentData> data, base::FileIndex file)
      : data_(std::move(data)), file_(file) {}

  /// Fails with not_found where the next byte is not on the disk.
  base::Result<base::BodyBytes> next(std::int64_t offset, std::int64_t limit, std::span<std::byte> scratch,
                                     base::CancelToken& cancel) override;

 private:
  const std::shared_ptr<engine::TorrentData> data_;
  const base::FileIndex file_;
};

}  // namespace magnetar::app
