// Finds files that another program changed, at the start and while films play, and has them checked.

#include <boost/asio/post.hpp>
#include <libtorrent/torrent_info.hpp>
#include <utility>

#include "engine/peer_connector.h"
#include "engine/session_engine.h"
#include "engine/store_registry.h"

namespace magnetar::engine {

namespace lt = libtorrent;

/// Compares the files with their stamps on another thread. A torrent without stamps begins at once.
void SessionEngine::look_at_files(const EntryPtr& entry) {
  const bool waits = !entry->stamps->empty();
  const auto then = later(entry, &SessionEngine::files_looked_at);
  boost::asio::post(*aside_, [stamps = entry->stamps, then] {
    stamps->look();
    then();
  });
  if (!waits) begin(entry);
}

void SessionEngine::files_looked_at(const EntryPtr& entry) {
  if (find(entry->id) != entry) return;
  if (entry->checked) return save_stamps(*entry);
  entry->store->release();
  begin(entry);
}

/// Saves the stamps of files that had none and were found.
void SessionEngine::save_stamps(TorrentEntry& entry) {
  if (entry.stamps->empty()) return;
  entry.save_anyway = true;
  schedule_.changed(entry.id);
}

void SessionEngine::take_changed_files(const EntryPtr& entry) {
  if (find(entry->id) != entry || entry->checking_files) return;
  auto files = entry->stamps->take_changed();
  if (files.empty()) return;
  entry->checking_files = true;
  entry->files_in_check = std::move(files);
  entry->status.checking = entry->status_changed = true;
  if (entry->checked) entry->count_done();
  events_.on_files_changed(entry->id, entry->files_in_check);
  check_files(entry);
}

/// Starts a check of changed files on libtorrent's network thread, which owns the disk.
void SessionEngine::check_files(const EntryPtr& entry) {
  const auto then = [this, &loop = loop_, weak = std::weak_ptr(entry), stamps = entry->stamps,
                     files = entry->files_in_check](bool all_right) {
    stamps->check_ended(files);
    loop.post([this, weak, all_right] {
      if (const auto held = weak.lock()) files_checked(held, all_right);
    });
  };
  boost::asio::post(session_.get_context(), [stores = stores_, handle = entry->handle, then,
                                             files = entry->files_in_check, stamps = entry->stamps,
                                             not_open = later(entry, &SessionEngine::check_when_open)] {
    const auto slot = stores->find(handle.native_handle());
    const auto checks = slot ? slot->file_checks.lock() : nullptr;
    if (!checks) return not_open();
    checks->check({slot->store, slot->hashes, [stamps, files] { stamps->check_begins(files); }, then});
  });
}

/// Starts the check once libtorrent has opened the storage of the torrent that was added anew.
void SessionEngine::check_when_open(const EntryPtr& entry) {
  if (find(entry->id) != entry || !entry->checking_files) return;
  if (entry->checked) return check_files(entry);
  entry->check_again = true;
}

void SessionEngine::files_checked(const EntryPtr& entry, bool all_right) {
  if (find(entry->id) != entry) return;
  entry->checking_files = false;
  entry->lost_pieces = entry->lost_pieces || !all_right;
  take_changed_files(entry);
  if (entry->checking_files || !entry->checked) return;
  entry->save_anyway = true;
  if (std::exchange(entry->lost_pieces, false)) return forget_lost_pieces(entry);
  entry->status.checking = false;
  entry->status_changed = true;
  save(entry->id);
  events_.on_checked(entry->id);
}

/// Adds the torrent anew with resume data without the lost pieces: libtorrent 2.0.8 drops an available piece
/// only by a check of all pieces.
void SessionEngine::forget_lost_pieces(const EntryPtr& entry) {
  web_seeds_.close(*entry);
  settle(entry, [](SessionEngine& engine, const EntryPtr& settled) {
    if (engine.find(settled->id) != settled) return;
    settled->reloading = true;
    settled->handle.save_resume_data({});
  });
}

void SessionEngine::reload(const EntryPtr& entry, std::string resume_data) {
  if (stopped_) return;
  by_handle_.erase(entry->handle);
  session_.remove_torrent(entry->handle);
  entry->checked = false;
  entry->check_again = entry->checking_files;
  AddOptions options;
  options.resume_data = std::move(resume_data);
  options.paused = entry->status.paused;
  if (const auto joined = join(entry, options); !joined) fail(entry, joined.error());
}

}  // namespace magnetar::engine
