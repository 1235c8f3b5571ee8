#pragma once
// Looks into the beginning of the files that are watched, as it comes, for how long they play, where their
// index lies and what is jumped over, and tells the scheduler.

#include <map>
#include <memory>

#include "app/torrents/background_reads.h"
#include "engine/torrent_data.h"
#include "engine/types.h"
#include "streaming/container_sniffer.h"
#include "streaming/scheduler.h"

namespace magnetar::app {

/// The files of one torrent. Loop thread only; what it is given must outlive it, but for reads under way.
class IndexSearch {
 public:
  IndexSearch(BackgroundReads& reads, std::shared_ptr<engine::TorrentData> data,
              const streaming::Layout& layout, streaming::Scheduler& scheduler);

  /// Begins with a file; once for each.
  void look_into(const engine::TorrentFile& file);
  /// New bytes are here.
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
  const std::shared_ptr<IndexSearch*> self_ = std::make_shared<IndexSearch*>(this);  ///< what reads ask for
};

}  // namespace magnetar::app
