#include "app/torrents/index_search.h"

#include <utility>

namespace magnetar::app {

IndexSearch::IndexSearch(BackgroundReads& reads, std::shared_ptr<engine::TorrentData> data,
                         const streaming::Layout& layout, streaming::Scheduler& scheduler)
    : reads_(reads), data_(std::move(data)), layout_(layout), scheduler_(scheduler) {}

void IndexSearch::look_into(const engine::TorrentFile& file) {
  const auto [found, fresh] =
      searches_.try_emplace(file.index, Search{file, streaming::ContainerSniffer(file.in_torrent.size())});
  if (!fresh) return;
  tell(found->second);
  step(found->second);
}

void IndexSearch::go_on() {
  for (auto& [index, search] : searches_) step(search);
}

void IndexSearch::step(Search& search) {
  if (search.reading) return;
  for (const auto range : search.sniffer.needs()) {
    if (!here(search, range)) continue;
    search.reading = true;
    reads_.read(data_, search.file.index, range,
                [weak = std::weak_ptr(self_), file = search.file.index, range](const auto& bytes) {
                  if (const auto self = weak.lock()) (*self)->take(file, range, bytes);
                });
    return;
  }
}

void IndexSearch::take(base::FileIndex file, base::ByteRange range, const std::vector<std::byte>& bytes) {
  auto& search = searches_.at(file);
  search.reading = false;
  // The bytes are not readable now; the next piece starts another try.
  if (bytes.empty()) return;
  search.sniffer.feed(range.begin, bytes);
  tell(search);
  step(search);
}

void IndexSearch::tell(const Search& search) {
  const auto place = search.file.in_torrent;
  if (const auto seconds = search.sniffer.findings().duration_seconds)
    scheduler_.set_duration(place, *seconds);
  scheduler_.set_attachments(place, search.sniffer.findings().attachments);
  scheduler_.set_index(place, search.sniffer.wanted());
}

bool IndexSearch::here(const Search& search, base::ByteRange range) const {
  const auto begin = search.file.in_torrent.begin;
  const auto pieces = layout_.pieces_of({begin + range.begin, begin + range.end});
  for (auto piece = pieces.begin; piece < pieces.end; ++piece) {
    if (!data_->readable(piece)) return false;
  }
  return true;
}

}  // namespace magnetar::app
