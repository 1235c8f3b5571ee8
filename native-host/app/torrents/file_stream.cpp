#include "app/torrents/file_stream.h"

#include <utility>

namespace magnetar::app {
namespace {

// Often enough for the smallest window, seldom enough not to keep the loop busy.
constexpr std::int64_t kTellEvery = 256 * 1024;

}  // namespace

FileStream::FileStream(base::Executor& loop, std::weak_ptr<Torrent> torrent,
                       std::shared_ptr<engine::TorrentData> data, const engine::TorrentFile& file,
                       std::int64_t first)
    : loop_(loop),
      lease_(std::make_shared<Lease>()),
      data_(std::move(data)),
      file_(file.index),
      in_torrent_(file.in_torrent),
      told_(first) {
  lease_->torrent = std::move(torrent);
  loop_.post([lease = lease_, range = in_torrent_, position = in_torrent_.begin + first] {
    const auto owner = lease->torrent.lock();
    if (owner && owner->scheduler()) lease->reader = owner->scheduler()->open(range, position);
  });
}

FileStream::~FileStream() {
  loop_.post([lease = lease_] {
    const auto owner = lease->torrent.lock();
    if (owner && lease->reader) owner->scheduler()->close(*lease->reader);
  });
}

void FileStream::tell(std::int64_t offset) {
  if (offset == told_ || (offset > told_ && offset - told_ < kTellEvery)) return;
  told_ = offset;
  loop_.post([lease = lease_, position = in_torrent_.begin + offset] {
    const auto owner = lease->torrent.lock();
    if (owner && lease->reader) owner->scheduler()->move(*lease->reader, position);
  });
}

base::Result<std::size_t> FileStream::read(std::int64_t offset, std::span<std::byte> out,
                                           base::CancelToken& cancel) {
  tell(offset);
  return data_->read(file_, offset, out, std::chrono::steady_clock::now() + kPatience, cancel);
}

}  // namespace magnetar::app
