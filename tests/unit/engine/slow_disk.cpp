#include "slow_disk.h"

#include <boost/asio/steady_timer.hpp>
#include <utility>

namespace magnetar::engine {
namespace {

namespace lt = libtorrent;
using lt::storage_error;

template <class... Results>
using Handler = std::function<void(Results...)>;
using Priorities = lt::aux::vector<lt::download_priority_t, lt::file_index_t>;

class SlowDisk final : public lt::disk_interface {
 public:
  SlowDisk(lt::io_context& context, std::unique_ptr<lt::disk_interface> inner, base::Duration delay)
      : context_(context), inner_(std::move(inner)), delay_(delay) {}

  bool async_write(lt::storage_index_t storage, const lt::peer_request& request, const char* buffer,
                   std::shared_ptr<lt::disk_observer> observer, Handler<const storage_error&> handler,
                   lt::disk_job_flags_t flags) override {
    auto late = [&context = context_, delay = delay_,
                 handler = std::move(handler)](const storage_error& error) {
      auto timer = std::make_shared<boost::asio::steady_timer>(context, delay);
      timer->async_wait([timer, handler, error](const auto&) { handler(error); });
    };
    return inner_->async_write(storage, request, buffer, std::move(observer), std::move(late), flags);
  }

  lt::storage_holder new_torrent(const lt::storage_params& params,
                                 const std::shared_ptr<void>& torrent) override {
    return inner_->new_torrent(params, torrent);
  }
  void remove_torrent(lt::storage_index_t storage) override { inner_->remove_torrent(storage); }
  void async_read(lt::storage_index_t storage, const lt::peer_request& request,
                  Handler<lt::disk_buffer_holder, const storage_error&> handler,
                  lt::disk_job_flags_t flags) override {
    inner_->async_read(storage, request, std::move(handler), flags);
  }
  void async_hash(lt::storage_index_t storage, lt::piece_index_t piece, lt::span<lt::sha256_hash> v2,
                  lt::disk_job_flags_t flags,
                  Handler<lt::piece_index_t, const lt::sha1_hash&, const storage_error&> handler) override {
    inner_->async_hash(storage, piece, v2, flags, std::move(handler));
  }
  void async_hash2(
      lt::storage_index_t storage, lt::piece_index_t piece, int offset, lt::disk_job_flags_t flags,
      Handler<lt::piece_index_t, const lt::sha256_hash&, const storage_error&> handler) override {
    inner_->async_hash2(storage, piece, offset, flags, std::move(handler));
  }
  void async_move_storage(lt::storage_index_t storage, std::string path, lt::move_flags_t flags,
                          Handler<lt::status_t, const std::string&, const storage_error&> handler) override {
    inner_->async_move_storage(storage, std::move(path), flags, std::move(handler));
  }
  void async_release_files(lt::storage_index_t storage, Handler<> handler) override {
    inner_->async_release_files(storage, std::move(handler));
  }
  void async_check_files(lt::storage_index_t storage, const lt::add_torrent_params* resume,
                         lt::aux::vector<std::string, lt::file_index_t> links,
                         Handler<lt::status_t, const storage_error&> handler) override {
    inner_->async_check_files(storage, resume, std::move(links), std::move(handler));
  }
  void async_stop_torrent(lt::storage_index_t storage, Handler<> handler) override {
    inner_->async_stop_torrent(storage, std::move(handler));
  }
  void async_rename_file(
      lt::storage_index_t storage, lt::file_index_t file, std::string name,
      Handler<const std::string&, lt::file_index_t, const storage_error&> handler) override {
    inner_->async_rename_file(storage, file, std::move(name), std::move(handler));
  }
  void async_delete_files(lt::storage_index_t storage, lt::remove_flags_t options,
                          Handler<const storage_error&> handler) override {
    inner_->async_delete_files(storage, options, std::move(handler));
  }
  void async_set_file_priority(lt::storage_index_t storage, Priorities priorities,
                               Handler<const storage_error&, Priorities> handler) override {
    inner_->async_set_file_priority(storage, std::move(priorities), std::move(handler));
  }
  void async_clear_piece(lt::storage_index_t storage, lt::piece_index_t piece,
                         Handler<lt::piece_index_t> handler) override {
    inner_->async_clear_piece(storage, piece, std::move(handler));
  }
  void update_stats_counters(lt::counters& counters) const override {
    inner_->update_stats_counters(counters);
  }
  std::vector<lt::open_file_state> get_status(lt::storage_index_t storage) const override {
    return inner_->get_status(storage);
  }
  void abort(bool wait) override { inner_->abort(wait); }
  void submit_jobs() override { inner_->submit_jobs(); }
  void settings_updated() override { inner_->settings_updated(); }

 private:
  lt::io_context& context_;
  const std::unique_ptr<lt::disk_interface> inner_;
  const base::Duration delay_;
};

}  // namespace

std::unique_ptr<lt::disk_interface> slow_disk(lt::io_context& context,
                                              std::unique_ptr<lt::disk_interface> inner,
                                              base::Duration delay) {
  return std::make_unique<SlowDisk>(context, std::move(inner), delay);
}

}  // namespace magnetar::engine
