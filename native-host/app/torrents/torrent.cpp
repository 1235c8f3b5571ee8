#include "app/torrents/torrent.h"

#include <algorithm>
#include <utility>

#include "app/torrents/file_choice.h"

namespace magnetar::app {
namespace {

// Limit of files that are checked in one turn of the loop.
constexpr int kMostLooks = 1000;

std::size_t place_of(base::FileIndex index) {
  return static_cast<std::size_t>(std::max(0, index.value));
}

}  // namespace

Torrent::Torrent(library::TorrentRecord r, engine::Engine& engine, BackgroundReads& reads,
                 const base::Clock& clock)
    : record(std::move(r)), engine_(engine), reads_(reads), clock_(clock), state_since_(clock.now()) {}

const engine::TorrentFile* Torrent::file(base::FileIndex index) const {
  if (!metadata_) return nullptr;
  const auto& files = metadata_->files;
  const auto found = std::lower_bound(files.begin(), files.end(), index,
                                      [](const auto& f, base::FileIndex wanted) { return f.index < wanted; });
  return found == files.end() || found->index != index ? nullptr : &*found;
}

const engine::TorrentFile* Torrent::file_at(base::ByteRange place) const {
  const auto& files = metadata_->files;
  auto found =
      std::ranges::lower_bound(files, place.begin, {}, [](const auto& f) { return f.in_torrent.begin; });
  // An empty file has the same beginning as the next file.
  while (found != files.end() && found->in_torrent.begin == place.begin && found->in_torrent != place)
    ++found;
  return found != files.end() && found->in_torrent == place ? &*found : nullptr;
}

void Torrent::take_metadata(std::shared_ptr<const engine::Metadata> metadata) {
  metadata_ = std::move(metadata);
  extras_ = extras_among(metadata_->files);
  film_without_ending_ = film_without_ending(metadata_->files);
  choose_files();
  // Padding files (BEP 47) count for positions and pieces, though not for the size that clients see.
  const std::int64_t piece_length = std::max<std::int64_t>(1, metadata_->piece_length);
  const streaming::Layout layout{metadata_->piece_count * piece_length, piece_length};
  data_ = engine_.data(record.id);
  amounts_.start(metadata_, data_);
  swarm_.emplace(engine_, record.id, data_);
  scheduler_.emplace(layout, *swarm_, clock_);
  index_search_.emplace(reads_, data_, layout, *scheduler_);
  kept.all_changed();
  apply_selection();
}

void Torrent::choose_files() {
  main_file_ = main_file(metadata_->files, engine::selected_files(record.source));
  count_wanted();
  choose_start();
}

void Torrent::prefer(const std::vector<base::FileIndex>& chosen) {
  if (chosen.empty()) return;
  record.source = engine::with_selected_files(std::move(record.source), chosen);
  if (metadata_) choose_files();
}

void Torrent::apply_selection() {
  if (!scheduler_) return;
  selected_.assign(metadata_->files.empty() ? 0 : place_of(metadata_->files.back().index) + 1, false);
  std::vector<base::ByteRange> ranges;
  for (const auto index : record.selected) {
    const auto* selected = file(index);
    if (selected == nullptr) continue;
    selected_[place_of(index)] = true;
    ranges.push_back(selected->in_torrent);
  }
  scheduler_->select(std::move(ranges));
  count_wanted();
}

void Torrent::count_wanted() {
  std::vector<bool> wanted;
  wanted.reserve(metadata_->files.size());
  for (const auto& f : metadata_->files)
    wanted.push_back(record.selected.empty() ? f.index == main_file_ : selected(f.index));
  amounts_.want(std::move(wanted));
}

// A cursor that is opened and closed at once leaves a viewer that lingers, with its window: its pieces are
// requested before the browser's first request.
void Torrent::warm_up() {
  const auto first = start_file();
  if (!scheduler_ || !first || record.paused || !can_be_played(metadata_->files, *first)) return;
  const auto& main = *file(*first);
  scheduler_->close(scheduler_->open({}, main.in_torrent, main.in_torrent.begin));
  index_search_->look_into(main);
}

void Torrent::choose_start() {
  start_file_ = main_file_;
  if (!metadata_) return;
  const auto next = history_.start_file(metadata_->files, engine::selected_files(record.source));
  if (next) start_file_ = next;
}

void Torrent::set_watched(std::vector<library::WatchedFile> files) {
  history_.set(std::move(files));
  choose_start();
}

void Torrent::note_position(base::FileIndex index, const library::Position& position) {
  history_.note(index, position);
  choose_start();
}

const engine::TorrentFile* Torrent::to_place() {
  if (!data_) return nullptr;
  for (int looks = 0; looks < kMostLooks; ++looks) {
    const auto index = kept.take_changed();
    if (!index) return nullptr;
    const auto* f = file(*index);
    const auto size = f == nullptr ? -1 : f->in_torrent.size();
    if (size >= 0 && data_->verified_bytes(*index, {0, size}) == size && !path_of(*index).empty()) return f;
  }
  return nullptr;
}

void Torrent::look_at_kept(base::PieceIndex piece) {
  for (const auto& f : files_in(*metadata_, piece)) kept.changed(f.index);
}

std::vector<double> Torrent::here(const engine::TorrentFile& f, std::size_t parts) const {
  std::vector<double> shares(parts, 0);
  const auto size = f.in_torrent.size();
  const auto edge = [&](std::size_t part) {
    return static_cast<std::int64_t>(static_cast<double>(size) * static_cast<double>(part) /
                                     static_cast<double>(parts));
  };
  for (std::size_t i = 0; data_ && i < parts; ++i) {
    const base::ByteRange part{edge(i), edge(i + 1)};
    if (part.size() > 0)
      shares[i] =
          static_cast<double>(data_->verified_bytes(f.index, part)) / static_cast<double>(part.size());
  }
  return shares;
}

std::filesystem::path Torrent::path_of(base::FileIndex index) const {
  return data_ ? data_->path_of(index) : std::filesystem::path{};
}

void Torrent::opened(const engine::TorrentFile& watched) {
  if (!scheduler_) return;
  index_search_->look_into(watched);
  const auto* next = next_file(metadata_->files, watched);
  scheduler_->set_next(next != nullptr ? std::optional(next->in_torrent) : std::nullopt);
}

void Torrent::pieces_arrived(std::span<const base::PieceIndex> pieces) {
  if (!scheduler_) return;
  scheduler_->pieces_arrived(pieces);
  index_search_->go_on();
  if (!kept.waits()) return;
  for (const auto piece : pieces) look_at_kept(piece);
}

void Torrent::set_duration(base::FileIndex index, double seconds) {
  const auto* played = file(index);
  if (played != nullptr && scheduler_) scheduler_->set_duration(played->in_torrent, seconds);
}

void Torrent::take_status(const engine::TorrentStatus& status) {
  status_ = status;
  if (status.peers > 0) tracker_refusal.reset();
  if (scheduler_) scheduler_->set_rate(status.download_rate);
}

void Torrent::checked() {
  kept.all_changed();
  if (scheduler_) scheduler_->checked();
  if (index_search_) index_search_->go_on();
  refresh();
}

void Torrent::files_changed() {
  status_.checking = true;
  if (scheduler_) scheduler_->checked();
  refresh();
}

bool Torrent::is_extra(base::FileIndex index) const {
  const auto place = place_of(index);
  return place < extras_.size() && extras_[place];
}

bool Torrent::selected(base::FileIndex index) const {
  const auto place = place_of(index);
  return place < selected_.size() && selected_[place];
}

std::int64_t Torrent::to_come() {
  const auto wanted = amounts_.totals().wanted;
  std::int64_t bytes = wanted.size - wanted.done;
  if (!scheduler_ || !data_) return bytes;
  for (const auto& range : scheduler_->watched_files()) {
    const auto* f = file_at(range);
    const bool counted =
        f == nullptr || (record.selected.empty() ? f->index == main_file_ : selected(f->index));
    if (!counted) bytes += range.size() - data_->verified_bytes(f->index, {0, range.size()});
  }
  return bytes;
}

bool Torrent::looks_for_missing() const {
  if (!scheduler_ || !data_) return false;
  const auto& wanted = amounts_.counted().wanted;
  if (!record.selected.empty() && wanted.done < wanted.size) return true;
  const auto watched = scheduler_->watched_files();
  return std::any_of(watched.begin(), watched.end(), [&](const base::ByteRange& range) {
    const auto* f = file_at(range);
    return f != nullptr && data_->verified_bytes(f->index, {0, range.size()}) < range.size();
  });
}

TorrentFacts Torrent::facts() const {
  const auto& wanted = amounts_.counted().wanted;
  TorrentFacts facts;
  facts.fetching_torrent_file = fetching_torrent_file;
  facts.paused = record.paused;
  facts.has_metadata = metadata_ != nullptr;
  facts.checking = status_.checking;
  facts.wanted_complete = metadata_ && wanted.done == wanted.size;
  facts.wants_missing = wants_missing_;
  facts.peers = status_.peers;
  facts.missing_room = missing_room;
  facts.failure = failure;
  facts.tracker_refusal = tracker_refusal;
  return facts;
}

void Torrent::refresh() {
  amounts_.totals();
  wants_missing_ = looks_for_missing();
  const auto next = state_of(facts());
  if (next == state_) return;
  state_ = next;
  state_since_ = clock_.now();
}

api::TorrentView Torrent::view() const {
  const auto waited = clock_.now() - state_since_;
  const auto& [all, wanted] = amounts_.counted();
  api::TorrentView view;
  view.id = record.id;
  view.name = record.name;
  view.info_hash = record.info_hash;
  view.state = state_;
  view.state_seconds = std::chrono::duration<double>(waited).count();
  view.notice = notice_of(facts(), state_, waited);
  view.missing_room = missing_room;
  view.has_metadata = metadata_ != nullptr;
  view.paused = record.paused;
  view.size = all.size;
  view.done = all.done;
  view.progress = wanted.size > 0 ? static_cast<double>(wanted.done) / static_cast<double>(wanted.size) : 0;
  view.download_rate = status_.download_rate;
  view.upload_rate = status_.upload_rate;
  view.peers = status_.peers;
  view.seeds = status_.seeds;
  if (state_ == api::TorrentState::downloading && status_.download_rate > 0) {
    view.eta = (wanted.size - wanted.done) / status_.download_rate;
  }
  view.viewers = scheduler_ ? static_cast<int>(scheduler_->open_viewers()) : 0;
  view.main_file = main_file_;
  view.added_at = record.added_at;
  if (const auto* last = history_.last())
    view.watched = {last->file, last->position.seconds, last->position.duration};
  view.start_file = start_file_;
  view.kept = static_cast<int>(kept.count());
  view.kept_there = static_cast<int>(kept.there());
  view.keep_failure = keep_failure;
  if (metadata_) view.file_count = static_cast<int>(metadata_->files.size());
  return view;
}

api::FileView Torrent::file_view(const engine::TorrentFile& f) const {
  api::FileView view;
  view.index = f.index;
  view.path = f.path;
  view.size = f.in_torrent.size();
  view.taken_for_film = f.index == film_without_ending_;
  if (data_) view.done = data_->verified_bytes(f.index, {0, view.size});
  view.selected = selected(f.index);
  view.extra = is_extra(f.index);
  if (const auto* path = kept.path(f.index)) view.kept = *path;
  if (const auto* position = history_.position(f.index); position != nullptr && position->duration > 0)
    view.watched = std::min(1.0, position->seconds / position->duration);
  return view;
}

bool Torrent::active() {
  refresh();
  if (scheduler_ && scheduler_->open_viewers() > 0) return true;
  return state_ == api::TorrentState::downloading || state_ == api::TorrentState::finding_peers ||
         state_ == api::TorrentState::fetching_metadata || state_ == api::TorrentState::fetching_torrent;
}

}  // namespace magnetar::app
