#pragma once
// A file of a torrent as the bytes of a film, for parsers of containers.

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "api/streams.h"
#include "base/cancel_token.h"
#include "media/film_bytes.h"

namespace magnetar::api {

/// For one thread, which may wait. Its reads count as the viewer's.
class StreamBytes final : public media::FilmBytes {
 public:
  /// `file` and `cancel` must outlive it.
  StreamBytes(const StreamFile& file, std::string viewer, base::CancelToken& cancel);

  [[nodiscard]] std::int64_t size() const override { return file_.file.size; }
  [[nodiscard]] base::Result<std::vector<std::byte>> read(base::ByteRange range) override;

 private:
  const StreamFile& file_;
  const std::string viewer_;
  base::CancelToken& cancel_;
  std::unique_ptr<http::ByteSource> source_;
};

}  // namespace magnetar::api
