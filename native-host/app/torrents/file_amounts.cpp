#include "app/torrents/file_amounts.h"

#include <algorithm>
#include <utility>

namespace magnetar::app {

// The files have the order of their places in the torrent.
std::span<const engine::TorrentFile> files_in(const engine::Metadata& metadata, base::PieceIndex piece) {
  const auto& files = metadata.files;
  const std::int64_t begin = std::int64_t{piece.value} * metadata.piece_length;
  const auto first =
      std::ranges::upper_bound(files, begin, {}, [](const auto& f) { return f.in_torrent.end; });
  const auto end = std::ranges::lower_bound(first, files.end(), begin + metadata.piece_length, {},
                                            [](const auto& f) { return f.in_torrent.begin; });
  return {first, end};
}

void FileAmounts::start(std::shared_ptr<const engine::Metadata> metadata,
                        std::shared_ptr<const engine::TorrentData> data) {
  metadata_ = std::move(metadata);
  data_ = std::move(data);
  done_.assign(metadata_->files.size(), 0);
  wanted_.assign(metadata_->files.size(), false);
  totals_ = {};
  for (const auto& file : metadata_->files) totals_.all.size += file.in_torrent.size();
  version_ = 0;
}

void FileAmounts::want(std::vector<bool> wanted) {
  wanted_ = std::move(wanted);
  wanted_.resize(done_.size());
  totals_.wanted = {};
  for (std::size_t place = 0; place < done_.size(); ++place) {
    if (!wanted_[place]) continue;
    totals_.wanted.size += metadata_->files[place].in_torrent.size();
    totals_.wanted.done += done_[place];
  }
}

const FileAmounts::Totals& FileAmounts::totals() {
  if (!data_) return totals_;
  const auto changes = data_->changes_since(version_);
  version_ = changes.version;
  if (changes.pieces) {
    count_again(*changes.pieces);
  } else {
    count_all();
  }
  return totals_;
}

void FileAmounts::count_all() {
  for (std::size_t place = 0; place < done_.size(); ++place) count_again(place);
}

void FileAmounts::count_again(std::span<const base::PieceIndex> pieces) {
  std::size_t last = done_.size();
  for (const auto piece : pieces) {
    for (const auto& file : files_in(*metadata_, piece)) {
      const auto place = static_cast<std::size_t>(&file - metadata_->files.data());
      // Consecutive pieces are often of one large file, which is counted once.
      if (place != last) count_again(place);
      last = place;
    }
  }
}

void FileAmounts::count_again(std::size_t place) {
  const auto now = verified(place);
  const auto more = now - std::exchange(done_[place], now);
  totals_.all.done += more;
  if (wanted_[place]) totals_.wanted.done += more;
}

std::int64_t FileAmounts::verified(std::size_t place) const {
  const auto& file = metadata_->files[place];
  return data_->verified_bytes(file.index, {0, file.in_torrent.size()});
}

}  // namespace magnetar::app
