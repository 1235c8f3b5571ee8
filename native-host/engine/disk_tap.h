#pragma once
// libtorrent's disk thread pool, observed: reports the begin and end of each block's write to piece stores,
// and has pieces checked before libtorrent learns the result.

#include <boost/asio/thread_pool.hpp>
#include <functional>
#include <libtorrent/disk_interface.hpp>
#include <libtorrent/io_context.hpp>
#include <map>
#include <memory>
#include <optional>
#include <utility>

#include "engine/file_checks.h"
#include "engine/piece_checks.h"
#include "engine/piece_writes.h"
#include "engine/store_registry.h"

namespace magnetar::engine {

/// Forwards every call to `inner`. Called and answered on libtorrent's network thread.
class DiskTap final : public libtorrent::disk_interface {
 public:
  /// `context`: the one of libtorrent's network thread.
  DiskTap(std::unique_ptr<libtorrent::disk_interface> inner, std::shared_ptr<StoreRegistry> stores,
          libtorrent::io_context& context);
  ~DiskTap() override;

  libtorrent::storage_holder new_torrent(const libtorrent::storage_params& params,
                                         const std::shared_ptr<void>& torrent) override;
  void remove_torrent(libtorrent::storage_index_t storage) override;
  bool async_write(libtorrent::storage_index_t storage, const libtorrent::peer_request& request,
                   const char* buffer, std::shared_ptr<libtorrent::disk_observer> observer,
                   std::function<void(const libtorrent::storage_error&)> handler,
                   libtorrent::disk_job_flags_t flags) override;

  void async_read(
      libtorrent::storage_index_t storage, const libtorrent::peer_request& request,
      std::function<void(libtorrent::disk_buffer_holder, const libtorrent::storage_error&)> handler,
      libtorrent::disk_job_flags_t flags) override;
  void async_hash(libtorrent::storage_index_t storage, libtorrent::piece_index_t piece,
                  libtorrent::span<libtorrent::sha256_hash> v2, libtorrent::disk_job_flags_t flags,
                  std::function<void(libtorrent::piece_index_t, const libtorrent::sha1_hash&,
                                     const libtorrent::storage_error&)>
                      handler) override;
  void async_hash2(libtorrent::storage_index_t storage, libtorrent::piece_index_t piece, int offset,
                   libtorrent::disk_job_flags_t flags,
                   std::function<void(libtorrent::piece_index_t, const libtorrent::sha256_hash&,
                                      const libtorrent::storage_error&)>
                       handler) override;
  void async_move_storage(
      libtorrent::storage_index_t storage, std::string path, libtorrent::move_flags_t flags,
      std::function<void(libtorrent::status_t, const std::string&, const libtorrent::storage_error&)> handler)
      override;
  void async_release_files(libtorrent::storage_index_t storage, std::function<void()> handler) override;
  void async_check_files(
      libtorrent::storage_index_t storage, const libtorrent::add_torrent_params* resume_data,
      libtorrent::aux::vector<std::string, libtorrent::file_index_t> links,
      std::function<void(libtorrent::status_t, const libtorrent::storage_error&)> handler) override;
  void async_stop_torrent(libtorrent::storage_index_t storage, std::function<void()> handler) override;
  void async_rename_file(
      libtorrent::storage_index_t storage, libtorrent::file_index_t file, std::string name,
      std::function<void(const std::string&, libtorrent::file_index_t, const libtorrent::storage_error&)>
          handler) override;
  void async_delete_files(libtorrent::storage_index_t storage, libtorrent::remove_flags_t options,
                          std::function<void(const libtorrent::storage_error&)> handler) override;
  void async_set_file_priority(
      libtorrent::storage_index_t storage,
      libtorrent::aux::vector<libtorrent::download_priority_t, libtorrent::file_index_t> priorities,
      std::function<void(const libtorrent::storage_error&,
                         libtorrent::aux::vector<libtorrent::download_priority_t, libtorrent::file_index_t>)>
          handler) override;
  void async_clear_piece(libtorrent::storage_index_t storage, libtorrent::piece_index_t piece,
                         std::function<void(libtorrent::piece_index_t)> handler) override;
  void update_stats_counters(libtorrent::counters& counters) const override;
  std::vector<libtorrent::open_file_state> get_status(libtorrent::storage_index_t storage) const override;
  void abort(bool wait) override;
  void submit_jobs() override;
  void settings_updated() override;

 private:
  struct Storage {
    libtorrent::storage_holder holder;  ///< keeps the inner storage open
    std::shared_ptr<const StoreRegistry::Slot> slot;
    std::shared_ptr<PieceWrites> writes = std::make_shared<PieceWrites>();
    std::shared_ptr<PieceChecks> checks = nullptr;  ///< from the first check on
    std::shared_ptr<FileChecks> file_checks = nullptr;
  };
  class TapDisk;
  using WriteHandler = std::function<void(const libtorrent::storage_error&)>;
  using HashHandler = std::function<void(libtorrent::piece_index_t, const libtorrent::sha1_hash&,
                                         const libtorrent::storage_error&)>;

  [[nodiscard]] static WriteHandler noted(const Storage& storage, const libtorrent::peer_request& request,
                                          const char* buffer, WriteHandler handler);
  [[nodiscard]] static HashHandler after_writes(const Storage& storage, HashHandler handler);
  [[nodiscard]] PieceChecks* checks_of(libtorrent::storage_index_t index, Storage& storage);
  void aside(std::function<void()> work);

  /// Wraps the handler of a job: the torrent's jobs count as idle only after it has run.
  template <class... Results>
  std::function<void(Results...)> counted(libtorrent::storage_index_t storage,
                                          std::function<void(Results...)> handler) const {
    const auto found = open_.find(storage);
    if (found == open_.end() || !found->second.slot->jobs) return handler;
    return DiskJobs::counted(found->second.slot->jobs, std::move(handler));
  }

  const std::unique_ptr<libtorrent::disk_interface> inner_;
  const std::shared_ptr<StoreRegistry> stores_;
  libtorrent::io_context& context_;
  std::map<libtorrent::storage_index_t, Storage> open_;
  std::optional<boost::asio::thread_pool> thread_;  ///< one; searches the right bytes of failed pieces
};

}  // namespace magnetar::engine
