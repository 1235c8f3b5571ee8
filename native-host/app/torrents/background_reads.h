#pragma once
// Reads pieces of files that are here already, on a thread of its own: the loop never waits for the disk.

#include <boost/asio/thread_pool.hpp>
#include <cstddef>
#include <functional>
#include <memory>
#include <vector>

#include "base/byte_range.h"
#include "base/cancel_token.h"
#include "base/executor.h"
#include "engine/torrent_data.h"

namespace magnetar::app {

/// Loop thread only; the destructor joins. Answers that are still under way then are never given.
class BackgroundReads {
 public:
  /// At most this many bytes are read at once.
  static constexpr std::int64_t kMost = 64 * 1024;

  explicit BackgroundReads(base::Executor& loop) : loop_(loop) {}
  ~BackgroundReads();
  BackgroundReads(const BackgroundReads&) = delete;
  BackgroundReads& operator=(const BackgroundReads&) = delete;

  /// Bytes from the beginning of the range; fewer, or none, where they are not here or cannot be read.
  using Done = std::function<void(std::vector<std::byte> bytes)>;
  /// Calls `done` on the loop.
  void read(std::shared_ptr<engine::TorrentData> data, base::FileIndex file, base::ByteRange range,
            Done done);

 private:
  base::Executor& loop_;
  boost::asio::thread_pool thread_{1};
};

}  // namespace magnetar::app
