#pragma once
// Parses the beginning of watched files as it arrives, and tells the scheduler the duration, the place of the
// index and the skipped attachments.

#include <map>
#include <memory>

#include "app/torrents/background_reads.h"
#include "engine/torrent_data.h"
#include "engine/types.h"
#include "streaming/container_sniffer.h"
#include "streaming/scheduler.h"

namespace magnetar::app {

/// The files of one torrent. Loop thread only. The constructor's arguments must outlive it.
class IndexSearch {
 public:
  IndexSearch(BackgroundReads& reads, std::shared_ptr<engine::TorrentData> data,
              const streaming::Layout& layout, streaming::Scheduler& scheduler);

  /// Begins the search in a file, once for each file.
  void look_into(const engine::TorrentFile& file);
  /// Continues after new bytes have arrived.
  void go_on();

 private:
  struct Search {
    engine::TorrentFile file;
    streaming::ContainerSniffer sniffer;
    bool reading = false;
  };

  void step(Search& search);
  void take(base::FileIndex file, base::ByteRange range, const std::vector<std::byte>& bytes);
  void tell(const Search& search);
  [[nodiscard]] bool here(const Search& search, base::ByteRange range) const;

  BackgroundReads& reads_;
  const std::shared_ptr<engine::TorrentData> data_;
  const streaming::Layout layout_;
  streaming::Scheduler& scheduler_;
  std::map<base::FileIndex, Search> searches_;
  /// reads under way hold it weakly
  const std::shared_ptr<IndexSearch*> self_ = std::make_shared<IndexSearch*>(this);
};

}  // namespace magnetar::app
