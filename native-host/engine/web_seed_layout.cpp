#include "engine/web_seed_layout.h"

#include <algorithm>
#include <libtorrent/file_storage.hpp>

namespace magnetar::engine {

namespace lt = libtorrent;

std::shared_ptr<const WebSeedTorrent> web_seed_layout(const lt::torrent_info& info) {
  auto layout = std::make_shared<WebSeedTorrent>();
  // Web seeds have the names in the metadata; files on this machine may have other ones.
  const lt::file_storage& files = info.orig_files();
  layout->info_hash = info.info_hashes().get_best().to_string();
  if (info.info_hashes().has_v1()) layout->info_hash = info.info_hashes().v1.to_string();
  layout->piece_length = info.piece_length();
  layout->piece_count = info.num_pieces();
  layout->size = files.total_size();
  for (const lt::file_index_t index : files.file_range()) {
    const std::int64_t begin = files.file_offset(index);
    layout->files.push_back(
        {{begin, begin + files.file_size(index)}, files.file_path(index), files.pad_file_at(index)});
  }
  // libtorrent 2.0.8 ends the single file of a v2 torrent with padding.
  const auto real = std::count_if(layout->files.begin(), layout->files.end(),
                                  [](const WebSeedFile& file) { return !file.padding; });
  layout->one_file = real == 1 && layout->files.front().path == info.name();
  return layout;
}

}  // namespace magnetar::engine
