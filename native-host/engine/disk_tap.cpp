#include "engine/disk_tap.h"

#include <boost/asio/post.hpp>
#include <libtorrent/disk_buffer_holder.hpp>
#include <libtorrent/disk_observer.hpp>
#include <libtorrent/file_storage.hpp>
#include <libtorrent/peer_request.hpp>
#include <span>
#include <utility>

#include "engine/distinct_paths.h"
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

/// Empty files count as not wanted: libtorrent makes no file, and no folder, for them.
lt::aux::vector<lt::download_priority_t, lt::file_index_t> without_empty_files(
    const lt::file_storage& files) {
  lt::aux::vector<lt::download_priority_t, lt::file_index_t> priorities(
      static_cast<std::size_t>(files.num_files()), lt::default_priority);
  for (const lt::file_index_t file : files.file_range()) {
    if (files.file_size(file) == 0) priorities[file] = lt::dont_download;
  }
  return priorities;
}

base::ByteRange place_of(const lt::peer_request& block, std::int64_t piece_length) {
  const std::int64_t begin = static_cast<std::int32_t>(block.piece) * piece_length + block.start;
  return {begin, begin + block.length};
}

/// Wraps the handler of a write that begins now, and tells `stamps` (may be null) of its begin and end.
std::function<void(const lt::storage_error&)> stamped(const std::shared_ptr<FileStamps>& stamps,
                                                      base::ByteRange place,
                                                      std::function<void(const lt::storage_error&)> handler) {
  if (!stamps) return handler;
  stamps->write_began(place);
  return [stamps, place, handler = std::move(handler)](const lt::storage_error& error) {
    handler(error);
    // The stamps hear of the end after the handler, so that the bytes of the write are doubted too.
    stamps->write_ended(place);
  };
}

}  // namespace

/// The disk of one torrent, for its checks, which it outlives.
class DiskTap::TapDisk final : public PieceDisk {
 public:
  /// `stamps` may be null.
  TapDisk(DiskTap& tap, lt::storage_index_t storage, std::shared_ptr<PieceWrites> writes,
          std::shared_ptr<FileStamps> stamps, std::int64_t piece_length)
      : tap_(tap),
        storage_(storage),
        writes_(std::move(writes)),
        stamps_(std::move(stamps)),
        piece_length_(piece_length) {}

  void hash(std::int32_t piece, lt::span<lt::sha256_hash> v2, lt::disk_job_flags_t flags,
            HashHandler handler) override {
    tap_.inner_->async_hash(storage_, lt::piece_index_t(piece), v2, flags,
                            tap_.counted(storage_, std::move(handler)));
    tap_.inner_->submit_jobs();
  }

  void read(const BlockRequest& block, ReadHandler handler) override {
    std::function<void(lt::disk_buffer_holder, const lt::storage_error&)> then =
        [size = block.length, handler = std::move(handler)](const lt::disk_buffer_holder& buffer,
                                                            const lt::storage_error& error) {
          if (error) return handler({}, error);
          handler(std::as_bytes(std::span<const char>(buffer.data(), static_cast<std::size_t>(size))), error);
        };
    tap_.inner_->async_read(storage_, to_lt(block), std::move(then), {});
    tap_.inner_->submit_jobs();
  }

  void write(const BlockRequest& block, std::span<const std::byte> bytes, WriteHandler handler) override {
    writes_->began(block.piece);
    WriteHandler then = [writes = writes_, piece = block.piece,
                         handler = std::move(handler)](const lt::storage_error& error) {
      handler(error);
      writes->ended(piece);
    };
    then = stamped(stamps_, place_of(to_lt(block), piece_length_), std::move(then));
    tap_.inner_->async_write(storage_, to_lt(block), reinterpret_cast<const char*>(bytes.data()), nullptr,
                             tap_.counted(storage_, std::move(then)), {});
    tap_.inner_->submit_jobs();
  }

  void release(std::function<void()> then) override {
    tap_.inner_->async_release_files(storage_, std::move(then));
    tap_.inner_->submit_jobs();
  }

  void when_written(std::int32_t piece, std::function<void()> then) override {
    writes_->when_written(piece, std::move(then));
  }

 private:
  static lt::peer_request to_lt(const BlockRequest& block) {
    return {lt::piece_index_t(block.piece), block.start, block.length};
  }

  DiskTap& tap_;
  const lt::storage_index_t storage_;
  const std::shared_ptr<PieceWrites> writes_;
  const std::shared_ptr<FileStamps> stamps_;
  const std::int64_t piece_length_;
};

DiskTap::DiskTap(std::unique_ptr<lt::disk_interface> inner, std::shared_ptr<StoreRegistry> stores,
                 lt::io_context& context)
    : inner_(std::move(inner)), stores_(std::move(stores)), context_(context) {}

DiskTap::~DiskTap() {
  if (thread_) thread_->join();
}

lt::storage_holder DiskTap::new_torrent(const lt::storage_params& params,
                                        const std::shared_ptr<void>& torrent) {
  const lt::file_storage& named = params.mapped_files != nullptr ? *params.mapped_files : params.files;
  const auto distinct = distinct_paths(named);
  const auto priorities = without_empty_files(params.files);
  const lt::storage_params ours{params.files, distinct ? &*distinct : params.mapped_files,
                                params.path,  params.mode,
                                priorities,   params.info_hash};
  lt::storage_holder inner = inner_->new_torrent(ours, torrent);
  const lt::storage_index_t storage = inner;
  auto writes = std::make_shared<PieceWrites>();
  auto file_checks = std::make_shared<FileChecks>(
      std::make_unique<TapDisk>(*this, storage, writes, nullptr, params.files.piece_length()));
  auto slot = stores_->open(torrent, sizes_of(params.files), padding_of(params.files), file_checks);
  open_.insert_or_assign(storage, Storage{std::move(inner), std::move(slot), std::move(writes), nullptr,
                                          std::move(file_checks)});
  return {storage, *this};
}

void DiskTap::remove_torrent(lt::storage_index_t storage) {
  const auto found = open_.find(storage);
  if (found == open_.end()) return;
  if (found->second.checks) found->second.checks->stop();
  open_.erase(storage);
}

/// The checks of the torrent; null before its plugin is made.
PieceChecks* DiskTap::checks_of(lt::storage_index_t index, Storage& storage) {
  const StoreRegistry::Slot& slot = *storage.slot;
  if (storage.checks || !slot.store || !slot.hashes) return storage.checks.get();
  storage.checks = std::make_shared<PieceChecks>(
      PieceChecks::World{
          std::make_unique<TapDisk>(*this, index, storage.writes, slot.stamps, slot.sizes.length), slot.store,
          slot.scheduler, slot.hashes, [this](std::function<void()> work) { aside(std::move(work)); }},
      slot.sizes, context_);
  slot.scheduler->on_copy([weak = std::weak_ptr(storage.checks)](const BlockRequest& block, PeerNumber sender,
                                                                 std::span<const std::byte> bytes) {
    if (const auto checks = weak.lock()) checks->on_copy(block, sender, bytes);
  });
  return storage.checks.get();
}

void DiskTap::aside(std::function<void()> work) {
  if (!thread_) thread_.emplace(1);
  boost::asio::post(*thread_, std::move(work));
}

bool DiskTap::async_write(lt::storage_index_t storage, const lt::peer_request& request, const char* buffer,
                          std::shared_ptr<lt::disk_observer> observer,
                          std::function<void(const lt::storage_error&)> handler, lt::disk_job_flags_t flags) {
  const auto found = open_.find(storage);
  if (found == open_.end())
    return inner_->async_write(storage, request, buffer, std::move(observer), std::move(handler), flags);
  static_cast<void>(checks_of(storage, found->second));
  handler = noted(found->second, request, buffer, std::move(handler));
  return inner_->async_write(storage, request, buffer, std::move(observer),
                             counted(storage, std::move(handler)), flags);
}

/// Wraps the handler of a write that begins now: store, scheduler, stamps and checks hear of its begin and
/// end.
DiskTap::WriteHandler DiskTap::noted(const Storage& storage, const lt::peer_request& request,
                                     const char* buffer, WriteHandler handler) {
  const base::PieceIndex piece{static_cast<std::int32_t>(request.piece)};
  storage.writes->began(piece.value);
  auto ended = [writes = storage.writes, checks = std::weak_ptr(storage.checks), piece,
                handler = std::move(handler)](const lt::storage_error& error) {
    handler(error);
    writes->ended(piece.value);
    if (const auto known = error ? checks.lock() : nullptr) known->on_write_failed(piece.value, error);
  };
  if (!storage.slot->store) return ended;
  const std::int32_t block = request.start / lt::default_block_size;
  std::shared_ptr<PieceStore> store = storage.slot->store;
  std::shared_ptr<RequestScheduler> scheduler = storage.slot->scheduler;
  const std::span<const char> bytes(buffer, static_cast<std::size_t>(request.length));
  store->write_started(piece, block, std::as_bytes(bytes));
  scheduler->arrived(piece.value, block);
  WriteHandler told = [store = std::move(store), scheduler = std::move(scheduler), piece, block,
                       ended = std::move(ended)](const lt::storage_error& error) {
    store->write_ended(piece, block, !error);
    if (error) scheduler->lost(piece.value, block);
    ended(error);
  };
  return stamped(storage.slot->stamps, place_of(request, storage.slot->sizes.length), std::move(told));
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
  // Bytes that were on the disk before this session are read once; they may fail without a lying peer.
  const bool of_the_past = static_cast<bool>(flags & volatile_read);
  PieceChecks* const checks =
      found == open_.end() || of_the_past ? nullptr : checks_of(storage, found->second);
  if (checks != nullptr)
    return checks->check(static_cast<std::int32_t>(piece), v2, flags, std::move(handler));
  inner_->async_hash(storage, piece, v2, flags, counted(storage, std::move(handler)));
}

/// libtorrent 2.0.8 counts a piece as available when it has passed its check and all of it is written. If
/// hashes of peers (BEP 52) confirm a piece of a hybrid torrent between the two, libtorrent finds its v1 and
/// v2 hashes to contradict each other and gives the torrent up. So the check of such a piece ends after its
/// writes.
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
  // A pause comes through this call too, and held jobs go on after it; only a removal stops the checks.
  const auto found = open_.find(storage);
  if (found != open_.end() && found->second.checks && found->second.slot->hashes->is_removed())
    found->second.checks->stop();
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
