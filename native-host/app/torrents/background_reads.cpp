#include "app/torrents/background_reads.h"

#include <algorithm>
#include <boost/asio/post.hpp>
#include <utility>

namespace magnetar::app {
namespace {

std::vector<std::byte> read_now(engine::TorrentData& data, base::FileIndex file, base::ByteRange range) {
  std::vector<std::byte> bytes(
      static_cast<std::size_t>(std::clamp<std::int64_t>(range.size(), 0, BackgroundReads::kMost)));
  base::CancelToken never;
  std::size_t size = 0;
  while (size < bytes.size()) {
    const auto offset = range.begin + static_cast<std::int64_t>(size);
    const auto part =
        data.read(file, offset, std::span(bytes).subspan(size), base::SystemClock().now(), never);
    if (!part || part.value() == 0) break;
    size += part.value();
  }
  bytes.resize(size);
  return bytes;
}

}  // namespace

BackgroundReads::~BackgroundReads() {
  thread_.stop();
  thread_.join();
}

void BackgroundReads::read(std::shared_ptr<engine::TorrentData> data, base::FileIndex file,
                           base::ByteRange range, Done done) {
  boost::asio::post(
      thread_, [&loop = loop_, data = std::move(data), file, range, done = std::move(done)]() mutable {
        auto bytes = read_now(*data, file, range);
        loop.post([done = std::move(done), bytes = std::move(bytes)]() mutable { done(std::move(bytes)); });
      });
}

}  // namespace magnetar::app
