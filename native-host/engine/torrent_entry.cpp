#include "engine/torrent_entry.h"

#include <algorithm>
#include <libtorrent/error_code.hpp>
#include <utility>

#include "engine/add_params.h"
#include "engine/piece_reader.h"

namespace magnetar::engine {
namespace {

namespace lt = libtorrent;

void add(Priorities& list, std::size_t piece, base::Priority priority) {
  list.emplace_back(lt::piece_index_t(static_cast<std::int32_t>(piece)),
                    lt::download_priority_t(base::number_of(priority)));
}

}  // namespace

void TorrentEntry::take_metadata(const lt::torrent_info& info, const std::shared_ptr<OpenFiles>& open_files) {
  source.ti = std::make_shared<lt::torrent_info>(info);
  source.info_hashes = info.info_hashes();
  files = std::make_shared<const TorrentFiles>(info, folder, encoding);
  metadata = std::make_shared<const Metadata>(files->metadata());
  stamps->open(files);
  data = std::make_shared<PieceReader>(files, store, stamps, open_files);
  wanted.assign(static_cast<std::size_t>(files->piece_count()), base::Priority::off);
  status.has_metadata = true;
  status.checking = true;
  status.name = metadata->name;
  status.info_hash = to_info_hash(info.info_hashes());
  status_changed = true;
}

void TorrentEntry::take_status(const lt::torrent_status& now, int web_seeds) {
  status.download_rate = now.download_payload_rate;
  status.upload_rate = now.upload_payload_rate;
  status.peers = std::max(0, now.num_peers - web_seeds);
  status.seeds = std::max(0, now.num_seeds - web_seeds);
  status_changed = true;
}

void TorrentEntry::set_done(std::int64_t bytes) {
  status_changed = status_changed || bytes != status.done;
  status.done = bytes;
}

void TorrentEntry::count_done() {
  const auto pieces = store->take_all();
  std::int64_t bytes = 0;
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    if (pieces[i]) bytes += files->file_bytes(base::PieceIndex{static_cast<std::int32_t>(i)});
  }
  set_done(bytes);
}

Priorities TorrentEntry::want(std::span<const PiecePriority> changes) {
  Priorities told;
  for (const PiecePriority& change : changes) {
    const auto index = static_cast<std::size_t>(change.piece.value);
    if (change.piece.value < 0 || index >= wanted.size()) continue;
    if (std::max(change.priority, wanted[index]) > base::Priority::some_day)
      store->expect(change.piece, change.priority > base::Priority::some_day);
    wanted[index] = std::min(change.priority, base::Priority::now);
    if (checked) add(told, index, wanted[index]);
  }
  return told;
}

Priorities TorrentEntry::all_wanted() const {
  Priorities told;
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    if (wanted[i] != base::Priority::off) add(told, i, wanted[i]);
  }
  return told;
}

bool TorrentEntry::is_false_contradiction(const lt::error_code& error) {
  // The number of hashes in one message, and the number of resumes beyond one for each message.
  constexpr int kHashesInMessage = 512;
  constexpr int kSpare = 8;
  if (error != lt::errors::torrent_inconsistent_hashes || !metadata || metadata->piece_length > kBlockSize)
    return false;
  return ++contradictions <= metadata->piece_count / kHashesInMessage + kSpare;
}

// The search starts at its last place: pieces come more or less in order, so the next missing one is near.
bool TorrentEntry::has_all_wanted() {
  const auto missing = [this](std::size_t i) {
    return wanted[i] != base::Priority::off &&
           !store->on_disk(base::PieceIndex{static_cast<std::int32_t>(i)});
  };
  for (std::size_t i = missing_wanted; i < wanted.size(); ++i) {
    if (missing(i)) return missing_wanted = i, false;
  }
  for (std::size_t i = 0; i < std::min(missing_wanted, wanted.size()); ++i) {
    if (missing(i)) return missing_wanted = i, false;
  }
  return true;
}

}  // namespace magnetar::engine
