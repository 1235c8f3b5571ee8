#pragma once
// Reads downloaded bytes of files on a thread of its own, so that the loop never waits for the disk.

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

/// Loop thread only. The destructor joins; answers under way are then dropped.
class BackgroundReads {
 public:
  /// Limit of bytes of one read.
  static constexpr std::int64_t kMost = 64 * 1024;

  explicit BackgroundReads(base::Executor& loop) : loop_(loop) {}
  ~BackgroundReads();
  BackgroundReads(const BackgroundReads&) = delete;
  BackgroundReads& operator=(const BackgroundReads&) = delete;

  /// Bytes from the beginning of the range; fewer, or none, when they are missing or unreadable.
  using Done = std::function<void(std::vector<std::byte> bytes)>;
  /// Reads a range of a file and calls `done` on the loop.
  void read(std::shared_ptr<engine::TorrentData> data, base::FileIndex file, base::ByteRange range,
            Done done);

 private:
  base::Executor& loop_;
  boost::asio::thread_pool thread_{1};
};

}  // namespace magnetar::app
