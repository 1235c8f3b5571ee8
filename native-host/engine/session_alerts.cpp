#include <chrono>
#include <exception>
#include <iterator>
#include <libtorrent/bencode.hpp>
#include <libtorrent/error_code.hpp>
#include <libtorrent/torrent_info.hpp>
#include <libtorrent/write_resume_data.hpp>
#include <numeric>
#include <utility>

#include "base/log.h"
#include "engine/add_params.h"
#include "engine/failure.h"
#include "engine/magnet.h"
#include "engine/name_encoding.h"
#include "engine/private_torrent.h"
#include "engine/session_engine.h"
#include "engine/text.h"

namespace magnetar::engine {
namespace {

namespace lt = libtorrent;

constexpr std::chrono::seconds kTryAgain{2};

/// Drops pieces from the resume data that libtorrent has checked in memory but not written yet. Returns
/// whether there were any.
bool drop_unwritten(lt::add_torrent_params& params, const PieceStore& store) {
  bool dropped = false;
  for (const lt::piece_index_t piece : params.have_pieces.range()) {
    if (!params.have_pieces[piece] || store.believed(base::PieceIndex{static_cast<std::int32_t>(piece)}))
      continue;
    params.have_pieces.clear_bit(piece);
    dropped = true;
  }
  return dropped;
}

// The reason of a tracker's refusal, decoded from any encoding. An answer that is not a tracker's counts as a
// refusal. Empty: the tracker could not be reached.
std::string refusal_of(const lt::tracker_error_alert& alert) {
  const std::string said = alert.failure_reason();
  std::string reason = clean_text(NameEncoding("", {said}).read(said), kLongestErrorMessage);
  if (!reason.empty()) return reason;
  if (alert.error.category() == lt::http_category()) return alert.error.message();
  if (alert.error == lt::errors::tracker_failure) return "it gives no reason";
  const bool unread =
      alert.error.category() == lt::bdecode_category() || alert.error == lt::errors::invalid_tracker_response;
  return unread ? "its answer is not that of a tracker" : "";
}

}  // namespace

/// An exception of libtorrent's while an alert is handled is an error of the alert's torrent.
void SessionEngine::dispatch(const lt::alert& alert) try {
  base::assert_in_loop(loop_);
  take_alert(alert);
} catch (const std::exception& error) {
  base::log(base::LogLevel::error, "engine", clean_text(error.what(), kLongestErrorMessage));
  if (const auto* of_torrent = dynamic_cast<const lt::torrent_alert*>(&alert))
    fail(find(*of_torrent), {base::ErrorCode::bad_torrent, clean_text(error.what(), kLongestErrorMessage)});
}

void SessionEngine::take_alert(const lt::alert& alert) {
  if (const auto* a = lt::alert_cast<lt::state_update_alert>(&alert)) return on_state_update(*a);
  if (const auto* a = lt::alert_cast<lt::session_stats_alert>(&alert)) return on_session_stats(*a);
  if (const auto* a = lt::alert_cast<lt::metadata_received_alert>(&alert)) return on_metadata_received(*a);
  if (const auto* a = lt::alert_cast<lt::torrent_checked_alert>(&alert)) return on_checked(*a);
  if (const auto* a = lt::alert_cast<lt::save_resume_data_alert>(&alert)) return on_resume_data(*a);
  if (const auto* a = lt::alert_cast<lt::save_resume_data_failed_alert>(&alert))
    return on_resume_data_failed(*a);
  if (const auto* a = lt::alert_cast<lt::torrent_removed_alert>(&alert)) return on_removed(*a, false);
  if (const auto* a = lt::alert_cast<lt::torrent_deleted_alert>(&alert)) return on_removed(*a, true);
  if (const auto* a = lt::alert_cast<lt::torrent_delete_failed_alert>(&alert)) return on_removed(*a, true);
  if (const auto* a = lt::alert_cast<lt::listen_succeeded_alert>(&alert)) return on_listening(*a);
  if (const auto* a = lt::alert_cast<lt::tracker_error_alert>(&alert)) return on_tracker_error(*a);
  if (const auto* a = lt::alert_cast<lt::file_error_alert>(&alert))
    return on_stopped(find(*a), a->error, a->filename());
  if (const auto* a = lt::alert_cast<lt::torrent_error_alert>(&alert)) return on_torrent_error(*a);
  if (const auto* a = lt::alert_cast<lt::metadata_failed_alert>(&alert))
    return fail(find(*a), to_failure(a->error, ""));
  if (const auto* a = lt::alert_cast<lt::torrent_conflict_alert>(&alert))
    return fail(find(*a), {base::ErrorCode::bad_torrent, "the same torrent is there already", "duplicate"});
  if (alert.category() & lt::alert_category::error)
    base::log(base::LogLevel::debug, "engine", clean_text(alert.message(), kLongestErrorMessage));
}

void SessionEngine::on_torrent_error(const lt::torrent_error_alert& alert) {
  const EntryPtr entry = find(alert);
  if (!entry || !entry->is_false_contradiction(alert.error))
    return on_stopped(entry, alert.error, alert.filename());
  if (!entry->status.paused) go_on_when_settled(entry);
}

void SessionEngine::on_metadata_received(const lt::metadata_received_alert& alert) {
  const EntryPtr entry = find(alert);
  if (!entry || entry->metadata) return;
  const auto info = entry->handle.torrent_file();
  if (!info) return;
  if (is_private(*info)) entry->handle.set_flags(kPrivateFlags);
  entry->take_metadata(*info, open_files_);
  announce_metadata(entry);
}

void SessionEngine::announce_metadata(const EntryPtr& entry) {
  if (!entry->metadata || find(entry->id) != entry || std::exchange(entry->announced, true)) return;
  auto torrent_file = write_torrent(entry->source, entry->encoding);
  if (!torrent_file) return fail(entry, torrent_file.error());
  events_.on_metadata(entry->id, std::move(torrent_file.value()));
}

void SessionEngine::on_checked(const lt::torrent_checked_alert& alert) {
  const EntryPtr entry = find(alert);
  if (!entry || !entry->files) return;
  announce_metadata(entry);
  if (!std::exchange(entry->looked, true)) return look_at_files(entry);
  begin(entry);
}

/// The pieces on the disk are known: the torrent takes priorities from now on.
void SessionEngine::begin(const EntryPtr& entry) {
  entry->checked = true;
  entry->status.checking = entry->checking_files;
  entry->status_changed = true;
  entry->count_done();
  web_seeds_.open(*entry);
  tell_wanted(*entry, entry->all_wanted());
  ask_resume_data(*entry, {});
  events_.on_checked(entry->id);
  // The disk may have failed while the check went on.
  take_news(entry);
  if (std::exchange(entry->check_again, false)) return check_files(entry);
  if (!entry->checking_files && std::exchange(entry->lost_pieces, false)) forget_lost_pieces(entry);
}

void SessionEngine::take_news(const EntryPtr& entry) {
  // Pieces found by a check are reported by on_checked(), all at once.
  if (find(entry->id) != entry || !entry->checked) return;
  const auto news = entry->store->take_news();
  if (!news.readable.empty()) events_.on_pieces(entry->id, news.readable);
  if (news.failure) fail(entry, *news.failure);
  std::int64_t arrived = 0;
  for (const base::PieceIndex piece : news.on_disk) arrived += entry->files->file_bytes(piece);
  entry->set_done(entry->status.done + arrived);
  if (news.on_disk.empty()) return;
  // A person who has seen "complete" finds it complete after a crash too, so the state is saved at once.
  if (entry->has_all_wanted()) {
    schedule_.forget(entry->id);
    save(entry->id);
  } else {
    schedule_.changed(entry->id, arrived);
  }
}

void SessionEngine::on_resume_data(const lt::save_resume_data_alert& alert) {
  const EntryPtr entry = find(alert);
  if (!entry) return;
  lt::add_torrent_params params = alert.params;
  if (drop_unwritten(params, *entry->store)) entry->save_anyway = true;
  lt::entry resume_data = lt::write_resume_data(params);
  resume_data[kKnownPeersKey] = entry->known->to_entry();
  resume_data[kFileStampsKey] = entry->stamps->to_entry(stopped_ != nullptr);
  std::vector<char> bytes;
  lt::bencode(std::back_inserter(bytes), resume_data);
  schedule_.saved(entry->id, std::ssize(bytes));
  events_.on_resume_data(entry->id, {bytes.begin(), bytes.end()});
  saved(entry->id);
  if (std::exchange(entry->reloading, false)) reload(entry, {bytes.begin(), bytes.end()});
}

void SessionEngine::on_resume_data_failed(const lt::save_resume_data_failed_alert& alert) {
  const EntryPtr entry = find(alert);
  if (!entry) return;
  saved(entry->id);
  if (std::exchange(entry->reloading, false)) reload(entry, {});
}

void SessionEngine::on_removed(const lt::torrent_alert& alert, bool files_done) {
  const auto found = removals_.find(alert.handle);
  if (found == removals_.end() || (found->second.wait_for_files && !files_done)) return;
  const base::TorrentId id = found->second.id;
  removals_.erase(found);
  events_.on_removed(id);
}

void SessionEngine::on_state_update(const lt::state_update_alert& alert) {
  for (const lt::torrent_status& status : alert.status) {
    if (const auto found = by_handle_.find(status.handle); found != by_handle_.end())
      found->second->take_status(status, web_seeds_.joined(found->second->id));
  }
}

void SessionEngine::on_session_stats(const lt::session_stats_alert& alert) {
  std::vector<TorrentStatus> changed;
  session_status_.download_rate = session_status_.upload_rate = 0;
  for (const auto& [id, entry] : entries_) {
    session_status_.download_rate += entry->status.download_rate;
    session_status_.upload_rate += entry->status.upload_rate;
    if (std::exchange(entry->status_changed, false)) changed.push_back(entry->status);
  }
  session_status_.dht_nodes = static_cast<int>(alert.counters()[dht_nodes_metric_]);
  events_.on_status(changed, session_status_);
}

void SessionEngine::on_listening(const lt::listen_succeeded_alert& alert) {
  if (alert.socket_type != lt::socket_type_t::tcp) return;
  web_seeds_.listening(alert.address, alert.port);
  if (!std::exchange(new_listen_port_, false)) return;
  session_status_.listen_port = alert.port;
}

void SessionEngine::on_tracker_error(const lt::tracker_error_alert& alert) {
  const EntryPtr entry = find(alert);
  if (!entry || is_web_tracker_url(alert.tracker_url())) return;
  const std::string reason = refusal_of(alert);
  if (!reason.empty()) events_.on_tracker_refused(entry->id, reason);
}

void SessionEngine::on_stopped(const EntryPtr& entry, const lt::error_code& error, std::string_view file) {
  if (!entry || entry->failed) return;
  // Writes from before resume() may fail after it. Only a torrent that libtorrent has stopped has failed.
  const lt::torrent_status now = entry->handle.status({});
  if (!now.errc && !(now.flags & lt::torrent_flags::upload_mode)) return;
  if (is_transient(error)) return try_again_later(entry);
  fail(entry, to_failure(error, file));
}

/// Tries again without a report: the process has too many open files, and other torrents close theirs.
void SessionEngine::try_again_later(const EntryPtr& entry) {
  base::log(base::LogLevel::warning, "engine", "too many open files; trying again soon");
  entry->failed = true;
  entry->retry = timers_.after(kTryAgain, [this, weak = std::weak_ptr(entry)] {
    const EntryPtr known = weak.lock();
    if (!known) return;
    const auto fired = std::move(known->retry);  // keeps the timer alive until its own call returns
    if (!known->status.paused) resume(known->id);
  });
}

void SessionEngine::fail(const EntryPtr& entry, const base::Error& error) {
  if (!entry || std::exchange(entry->failed, true)) return;
  entry->store->fail(error);
  events_.on_failure(entry->id, error);
}

SessionEngine::EntryPtr SessionEngine::find(const lt::torrent_alert& alert) const {
  const auto found = by_handle_.find(alert.handle);
  return found == by_handle_.end() ? nullptr : found->second;
}

void SessionEngine::saved(const base::TorrentId& id) {
  if (stop_waits_for_.erase(id) > 0 && stop_waits_for_.empty()) finish_stop();
}

void SessionEngine::finish_stop() {
  stop_timer_.reset();
  if (stopped_) loop_.post(std::exchange(stopped_, nullptr));
}

}  // namespace magnetar::engine
