#include "app/torrents/here_stream.h"

#include "base/clock.h"

namespace magnetar::app {

// A request for a missing byte would mark its piece as waited for, so it is checked first.
base::Result<base::BodyBytes> HereStream::next(std::int64_t offset, std::int64_t limit,
                                               std::span<std::byte> scratch, base::CancelToken& cancel) {
  if (data_->verified_bytes(file_, {offset, offset + 1}) == 0)
    return base::Error{base::ErrorCode::not_found, "the next byte is not here"};
  return data_->next(file_, offset, limit, scratch, base::SystemClock().now(), cancel);
}

}  // namespace magnetar::app
