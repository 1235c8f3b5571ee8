#include "engine/disk_tap.h"

#include <libtorrent/disk_buffer_holder.hpp>
#include <libtorrent/disk_observer.hpp>
#include <libtorrent/file_storage.hpp>
#include <libtorrent/peer_request.hpp>
#include <span>
#include <utility>

#include "engine/piece_store.h"

namespace magnetar::engine {

namespace lt = libtorrent;

namespace {

PieceSizes sizes_of(const lt::file_storage& files) {
  return {files.num_pieces(), files.piece_length(), files.piece_size(files.last_piece())};
}

std::vector<base::ByteRange> padding_of(const lt::file_storage& files) {
  std::vector<base::ByteRange> padding;
  for (const lt::file_index_t file : files.file_range()) {
    if (!files.pad_file_at(file)) continue;
    const std::int64_t begin = files.file_offset(file);
    padding.push_back({begin, begin + files.file_size(file)});
  }
  return padding;
}

}  // namespace

DiskTap::DiskTap(std::unique_ptr<lt::disk_interface> inner, std::shared_ptr<StoreRegistry> stores)
    : inner_(std::move(inner)), stores_(std::move(stores)) {}

DiskTap::~DiskTap() = default;

lt::storage_holder DiskTap::new_torrent(const lt::storage_params& params,
                                        const std::shared_ptr<void>& torrent) {
  lt::storage_holder inner = inner_->new_torrent(params, torrent);
  const lt::storage_index_t storage = inner;
  open_.insert_or_assign(storage, Storage{std::move(inner), stores_->open(torrent, sizes_of(params.files),
                                                                          padding_of(params.files))});
  return {storage, *this};
}

void DiskTap::remove_torrent(lt::storage_index_t storage) {
  open_.erase(storage);
}

bool DiskTap::async_write(lt::storage_index_t storage, const lt::peer_request& request, const char* buffer,
                          std::shared_ptr<lt::disk_observer> observer,
                          std::function<void(const lt::storage_error&)> handler, lt::disk_job_flags_t flags) {
  const auto found = open_.find(storage);
  if (found == open_.end())
    return inner_->async_write(storage, request, buffer, std::move(observer), std::move(handler), flags);
  handler = noted(found->second, request, buffer, std::move(handler));
  return inner_->async_write(storage, request, buffer, std::move(observer),
                             counted(storage, std::move(handler)), flags);
}

/// The same handler, with all told that want to know of a block's way to the disk, which begins now.
DiskTap::WriteHandler DiskTap::noted(const Storage& storage, const lt::peer_request& request,
                                     const char* buffer, WriteHandler handler) {
  const base::PieceIndex piece{static_cast<std::int32_t>(request.piece)};
  storage.writes->began(piece.value);
  auto ended = [writes = storage.writes, piece,
                handler = std::move(handler)](const lt::storage_error& error) {
    handler(error);
    writes->ended(piece.value);
  };
  if (!storage.slot->store) return ended;
  const std::int32_t block = request.start / lt::default_block_size;
  std::shared_ptr<PieceStore> store = storage.slot->store;
  std::shared_ptr<RequestLanes> lanes = storage.slot->lanes;
  const std::span<const char> bytes(buffer, static_cast<std::size_t>(request.length));
  store->write_started(piece, block, std::as_bytes(bytes));
  lanes->arrived(piece.value, block);
  return [store = std::move(store), lanes = std::move(lanes), piece, block,
          ended = std::move(ended)](const lt::storage_error& error) {
    store->write_ended(piece, block, !error);
    if (error) lanes->lost(piece.value, block);
    ended(error);
  };
}

void DiskTap::async_read(lt::storage_index_t storage, const lt::peer_request& request,
                         std::function<void(lt::disk_buffer_holder, const lt::storage_error&)> handler,
                         lt::disk_job_flags_t flags) {
  inner_->async_read(storage, request, std::move(handler), flags);
}

void DiskTap::async_hash(
    lt::storage_index_t storage, lt::piece_index_t piece, lt::span<lt::sha256_hash> v2,
    lt::disk_job_flags_t flags,
    std::function<void(lt::piece_index_t, const lt::sha1_hash&, const lt::storage_error&)> handler) {
  const auto found = open_.find(storage);
  const bool hybrid = !v2.empty() && (flags & v1_hash);
  if (hybrid && found != open_.end()) handler = after_writes(found->second, std::move(handler));
  inner_->async_hash(storage, piece, v2, flags, counted(storage, std::move(handler)));
}

/// libtorrent 2.0.8 counts a piece as here when it has passed its check and all of it is written. If hashes
/// of peers (BEP 52) confirm a piece of a hybrid torrent between the two, libtorrent finds its v1 and v2
/// hashes to contradict each other and gives the torrent up; so the check ends after the writes there.
DiskTap::HashHandler DiskTap::after_writes(const Storage& storage, HashHandler handler) {
  return [writes = storage.writes, handler = std::move(handler)](
             lt::piece_index_t piece, const lt::sha1_hash& hash, const lt::storage_error& error) {
    writes->when_written(static_cast<std::int32_t>(piece),
                         [handler, piece, hash, error] { handler(piece, hash, error); });
  };
}

void DiskTap::async_hash2(
    lt::storage_index_t storage, lt::piece_index_t piece, int offset, lt::disk_job_flags_t flags,
    std::function<void(lt::piece_index_t, const lt::sha256_hash&, const lt::storage_error&)> handler) {
  inner_->async_hash2(storage, piece, offset, flags, counted(storage, std::move(handler)));
}

void DiskTap::async_move_storage(
    lt::storage_index_t storage, std::string path, lt::move_flags_t flags,
    std::function<void(lt::status_t, const std::string&, const lt::storage_error&)> handler) {
  inner_->async_move_storage(storage, std::move(path), flags, std::move(handler));
}

void DiskTap::async_release_files(lt::storage_index_t storage, std::function<void()> handler) {
  inner_->async_release_files(storage, std::move(handler));
}

void DiskTap::async_check_files(lt::storage_index_t storage, const lt::add_torrent_params* resume_data,
                                lt::aux::vector<std::string, lt::file_index_t> links,
                                std::function<void(lt::status_t, const lt::storage_error&)> handler) {
  inner_->async_check_files(storage, resume_data, std::move(links), std::move(handler));
}

void DiskTap::async_stop_torrent(lt::storage_index_t storage, std::function<void()> handler) {
  inner_->async_stop_torrent(storage, std::move(handler));
}

void DiskTap::async_rename_file(
    lt::storage_index_t storage, lt::file_index_t file, std::string name,
    std::function<void(const std::string&, lt::file_index_t, const lt::storage_error&)> handler) {
  inner_->async_rename_file(storage, file, std::move(name), std::move(handler));
}

void DiskTap::async_delete_files(lt::storage_index_t storage, lt::remove_flags_t options,
                                 std::function<void(const lt::storage_error&)> handler) {
  inner_->async_delete_files(storage, options, std::move(handler));
}

void DiskTap::async_set_file_priority(
    lt::storage_index_t storage, lt::aux::vector<lt::download_priority_t, lt::file_index_t> priorities,
    std::function<void(const lt::storage_error&, lt::aux::vector<lt::download_priority_t, lt::file_index_t>)>
        handler) {
  inner_->async_set_file_priority(storage, std::move(priorities), std::move(handler));
}

void DiskTap::async_clear_piece(lt::storage_index_t storage, lt::piece_index_t piece,
                                std::function<void(lt::piece_index_t)> handler) {
  inner_->async_clear_piece(storage, piece, counted(storage, std::move(handler)));
}

void DiskTap::update_stats_counters(lt::counters& counters) const {
  inner_->update_stats_counters(counters);
}

std::vector<lt::open_file_state> DiskTap::get_status(lt::storage_index_t storage) const {
  return inner_->get_status(storage);
}

void DiskTap::abort(bool wait) {
  inner_->abort(wait);
}

void DiskTap::submit_jobs() {
  inner_->submit_jobs();
}

void DiskTap::settings_updated() {
  inner_->settings_updated();
}

}  // namespace magnetar::engine
