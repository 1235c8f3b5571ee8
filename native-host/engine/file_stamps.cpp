#include "engine/file_stamps.h"

#include <chrono>
#include <libtorrent/bdecode.hpp>
#include <libtorrent/error_code.hpp>

namespace magnetar::engine {
namespace {

namespace lt = libtorrent;
using base::FileIndex;

/// A file that was written within this time before a save is being fetched.
constexpr std::int64_t kLatelyNs = 10'000'000'000;

std::int64_t now_ns() {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::nanoseconds>(now).count();
}

std::string_view text_of(const lt::bdecode_node& dictionary, const char* key) {
  const auto found = dictionary.dict_find_string_value(key);
  return {found.data(), static_cast<std::size_t>(found.size())};
}

}  // namespace

void FileStamps::open(std::shared_ptr<const TorrentFiles> files) {
  const std::lock_guard lock(mutex_);
  files_ = std::move(files);
}

void FileStamps::write_began(base::ByteRange in_torrent) {
  const std::lock_guard lock(mutex_);
  if (!files_) return;
  for (const FileIndex file : files_->files_in(in_torrent)) {
    ++kept(file).writes;
    written_[file] = now_ns();
  }
}

void FileStamps::write_ended(base::ByteRange in_torrent) {
  bool first = false;
  {
    const std::lock_guard lock(mutex_);
    if (!files_) return;
    for (const FileIndex file : files_->files_in(in_torrent)) first = end_write(file) || first;
  }
  tell(first);
}

bool FileStamps::end_write(FileIndex file) {
  Kept& written = kept(file);
  if (written.writes > 0) --written.writes;
  if (written.writes > 0) return false;
  written_[file] = now_ns();
  const FileStamp now = stamp_of(files_->path_of(file));
  // The written bytes may have gone into a file that has lost its name.
  const bool ours = !now.missing() && written.stamp.same_file(now);
  set(written, now);
  return !ours && note_change(file);
}

bool FileStamps::is_ours(FileIndex file, int open_file) {
  bool ours = true;
  bool first = false;
  {
    // Under the lock no write of ours ends between stamp and comparison.
    const std::lock_guard lock(mutex_);
    ours = compare(file, stamp_of(open_file));
    if (!ours) first = note_change(file);
  }
  tell(first);
  return ours;
}

void FileStamps::doubt(FileIndex file) {
  bool first = false;
  {
    const std::lock_guard lock(mutex_);
    first = note_change(file);
  }
  tell(first);
}

void FileStamps::look() {
  std::shared_ptr<const TorrentFiles> files;
  {
    const std::lock_guard lock(mutex_);
    files = files_;
  }
  if (!files) return;
  for (const FileIndex file : files->all()) tell(look_at(file));
}

bool FileStamps::look_at(FileIndex file) {
  const std::lock_guard lock(mutex_);
  const FileStamp now = stamp_of(files_->path_of(file));
  const bool nothing_to_see = now.missing() && !kept_.contains(file);
  return !nothing_to_see && !compare(file, now) && note_change(file);
}

std::vector<FileIndex> FileStamps::take_changed() {
  const std::lock_guard lock(mutex_);
  std::vector<FileIndex> files(changed_.begin(), changed_.end());
  changed_.clear();
  return files;
}

void FileStamps::check_begins(const std::vector<FileIndex>& files) {
  const std::lock_guard lock(mutex_);
  for (const FileIndex file : files) {
    Kept& checking = kept(file);
    set(checking, stamp_of(files_->path_of(file)));
    set_trust(checking, Trust::checking);
  }
}

void FileStamps::check_ended(const std::vector<FileIndex>& files) {
  const std::lock_guard lock(mutex_);
  for (const FileIndex file : files) {
    Kept& checked = kept(file);
    if (checked.trust == Trust::checking) set_trust(checked, Trust::ours);
  }
}

bool FileStamps::empty() const {
  const std::lock_guard lock(mutex_);
  return kept_.empty();
}

FileStamps::Kept& FileStamps::kept(FileIndex file) {
  const auto [found, fresh] = kept_.try_emplace(file);
  if (fresh) found->second.place = record_.add(file);
  return found->second;
}

void FileStamps::set(Kept& changing, const FileStamp& stamp) {
  changing.stamp = stamp;
  changing.ours_until_ns = 0;
  record(changing);
}

void FileStamps::set_trust(Kept& changing, Trust trust) {
  changing.trust = trust;
  record(changing);
}

/// An unchecked file is recorded as missing, so that the next start finds it changed.
void FileStamps::record(const Kept& changed) {
  record_.set(changed.place, changed.trust == Trust::ours ? changed.stamp : FileStamp{});
}

/// Whether the difference comes from our own writes.
bool FileStamps::explained(const Kept& known, const FileStamp& now) {
  if (now.missing() || !known.stamp.same_file(now)) return false;
  return known.writes > 0 || (now.changed_ns <= known.ours_until_ns && now.size >= known.stamp.size);
}

/// Whether the file is as we left it; then its new stamp is kept.
bool FileStamps::compare(FileIndex file, const FileStamp& now) {
  const bool unseen = !kept_.contains(file);
  Kept& known = kept(file);
  if (known.trust == Trust::doubted) return false;
  if (!unseen && !known.stamp.like(now) && !explained(known, now)) return false;
  if (known.writes == 0) set(known, now);
  return true;
}

/// Doubts the file's pieces. Returns whether it is the first changed file since take_changed().
bool FileStamps::note_change(FileIndex file) {
  const auto range = files_ ? files_->range_of(file) : std::nullopt;
  if (!range || range->empty()) return false;
  const std::int64_t length = files_->piece_length();
  store_->doubt(base::PieceIndex{static_cast<std::int32_t>(range->begin / length)},
                base::PieceIndex{static_cast<std::int32_t>((range->end - 1) / length + 1)});
  set_trust(kept(file), Trust::doubted);
  const bool first = changed_.empty();
  changed_.insert(file);
  return first;
}

void FileStamps::tell(bool first) const {
  if (first) on_news_();
}

bool FileStamps::incomplete(FileIndex file) const {
  const auto range = files_ ? files_->range_of(file) : std::nullopt;
  return range && store_->bytes_on_disk(*range, files_->piece_length()) < range->size();
}

std::vector<FileIndex> FileStamps::growing() {
  const std::int64_t lately = now_ns() - kLatelyNs;
  std::erase_if(written_, [lately](const auto& entry) { return entry.second < lately; });
  std::vector<FileIndex> files;
  for (const auto& [file, when] : written_) {
    if (incomplete(file)) files.push_back(file);
  }
  return files;
}

std::vector<FileIndex> FileStamps::being_written() const {
  std::vector<FileIndex> files;
  for (const auto& [file, known] : kept_) {
    if (known.writes > 0) files.push_back(file);
  }
  return files;
}

lt::entry FileStamps::to_entry(bool last) {
  const std::lock_guard lock(mutex_);
  lt::entry entry(lt::entry::dictionary_t);
  entry["stamps"] = record_.bytes();
  entry["growing"] = StampRecord::pack(last ? being_written() : growing());
  entry["until"] = now_ns() + kOwnWritesNs;
  return entry;
}

void FileStamps::read(std::string_view resume_data, const char* key) {
  lt::error_code error;
  const lt::span<const char> bytes(resume_data.data(), static_cast<std::ptrdiff_t>(resume_data.size()));
  const lt::bdecode_node all = lt::bdecode(bytes, error);
  if (error || all.type() != lt::bdecode_node::dict_t) return;
  const lt::bdecode_node found = all.dict_find_dict(key);
  if (!found) return;
  const std::lock_guard lock(mutex_);
  for (const auto& [file, stamp] : StampRecord::read(text_of(found, "stamps"))) set(kept(file), stamp);
  const std::int64_t until = found.dict_find_int_value("until");
  for (const FileIndex file : StampRecord::unpack(text_of(found, "growing")))
    kept(file).ours_until_ns = until;
}

}  // namespace magnetar::engine
