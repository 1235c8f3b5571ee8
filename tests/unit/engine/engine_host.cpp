#include "engine_host.h"

#include <gtest/gtest.h>

#include <future>
#include <stdexcept>

namespace magnetar::engine {

using base::TorrentId;

NetworkSettings private_swarm() {
  NetworkSettings network;
  network.listen_interfaces = "127.0.0.1:0";
  network.dht = network.lsd = network.port_mapping = network.utp = false;
  return network;
}

EngineHost::EngineHost(EngineOptions options) {
  thread_ = std::thread([this] { loop_.run(); });
  std::promise<std::string> started;
  loop_.post([&] {
    auto engine = start_engine(std::move(options), loop_, loop_, *this);
    if (engine) engine_ = std::move(engine).value();
    asking_ = loop_.every(std::chrono::milliseconds(50), [this] {
      if (engine_) engine_->ask_status();
    });
    started.set_value(engine ? "" : engine.error().message);
  });
  if (const std::string error = started.get_future().get(); !error.empty()) {
    loop_.stop();
    thread_.join();
    throw std::runtime_error(error);
  }
}

EngineHost::~EngineHost() {
  destroy();
  loop_.stop();
  thread_.join();
}

void EngineHost::run(const std::function<void(Engine&)>& work) {
  std::promise<void> done;
  loop_.post([&] {
    work(*engine_);
    done.set_value();
  });
  done.get_future().get();
}

void EngineHost::add(const TorrentId& id, const TorrentSource& source, const AddOptions& options) {
  run([&](Engine& engine) {
    const auto added = engine.add(id, source, options);
    EXPECT_TRUE(added) << added.error().message;
  });
}

void EngineHost::add_magnet(const TorrentId& id, const std::string& magnet,
                            const std::filesystem::path& folder) {
  const auto source = parse_source(magnet);
  ASSERT_TRUE(source) << source.error().message;
  add(id, std::get<TorrentSource>(source.value()), {folder, {}, false});
}

void EngineHost::want_all(const TorrentId& id, int priority) {
  std::vector<PiecePriority> changes;
  const auto all = metadata(id);
  for (std::int32_t i = 0; i < all->piece_count; ++i)
    changes.push_back({base::PieceIndex{i}, static_cast<base::Priority>(priority)});
  run([&](Engine& engine) { engine.set_priorities(id, changes); });
}

void EngineHost::want_file(const TorrentId& id, base::FileIndex wanted, int priority) {
  std::vector<PiecePriority> changes;
  const auto all = metadata(id);
  for (const TorrentFile& candidate : all->files) {
    if (candidate.index != wanted) continue;
    const auto first = candidate.in_torrent.begin / all->piece_length;
    const auto last = (candidate.in_torrent.end - 1) / all->piece_length;
    for (auto i = first; i <= last; ++i)
      changes.push_back({base::PieceIndex{static_cast<int>(i)}, static_cast<base::Priority>(priority)});
  }
  run([&](Engine& engine) { engine.set_priorities(id, changes); });
}

void EngineHost::want_piece(const TorrentId& id, int piece, int priority) {
  const std::vector<PiecePriority> changes{{base::PieceIndex{piece}, static_cast<base::Priority>(priority)}};
  run([&](Engine& engine) { engine.set_priorities(id, changes); });
}

std::shared_ptr<TorrentData> EngineHost::data(const TorrentId& id) {
  std::shared_ptr<TorrentData> result;
  run([&](Engine& engine) { result = engine.data(id); });
  return result;
}

std::shared_ptr<const Metadata> EngineHost::metadata(const TorrentId& id) {
  std::shared_ptr<const Metadata> result;
  run([&](Engine& engine) { result = engine.metadata(id); });
  return result;
}

base::FileIndex EngineHost::file(const TorrentId& id, const std::string& path) {
  for (const TorrentFile& candidate : metadata(id)->files) {
    if (candidate.path == path) return candidate.index;
  }
  ADD_FAILURE() << "no file " << path;
  return base::FileIndex{-1};
}

bool EngineHost::wait(const TorrentId& id, const std::function<bool(const Seen&)>& wanted) {
  std::unique_lock lock(mutex_);
  return changed_.wait_for(lock, std::chrono::seconds(30), [&] { return wanted(seen_[id]); });
}

bool EngineHost::wait_checked(const TorrentId& id) {
  return wait(id, [](const Seen& seen) { return seen.checked > 0; });
}

Seen EngineHost::seen(const TorrentId& id) {
  const std::lock_guard lock(mutex_);
  return seen_[id];
}

int EngineHost::wait_for_port_other_than(int port) {
  std::unique_lock lock(mutex_);
  changed_.wait_for(lock, std::chrono::seconds(30),
                    [&] { return session_.listen_port != 0 && session_.listen_port != port; });
  return session_.listen_port;
}

void EngineHost::stop() {
  std::promise<void> stopped;
  run([&](Engine& engine) { engine.stop(std::chrono::seconds(20), [&] { stopped.set_value(); }); });
  stopped.get_future().get();
}

std::string EngineHost::session_state() {
  const std::lock_guard lock(mutex_);
  return session_state_;
}

void EngineHost::destroy() {
  std::promise<void> done;
  loop_.post([&] {
    asking_.reset();
    engine_.reset();
    done.set_value();
  });
  done.get_future().get();
}

void EngineHost::record(const TorrentId& id, const std::function<void(Seen&)>& note) {
  EXPECT_TRUE(loop_.in_loop());
  {
    const std::lock_guard lock(mutex_);
    note(seen_[id]);
  }
  changed_.notify_all();
}

void EngineHost::on_metadata(const TorrentId& id, std::string torrent_file) {
  record(id, [&](Seen& seen) {
    seen.torrent_file = std::move(torrent_file);
    ++seen.metadata;
  });
}

void EngineHost::on_checked(const TorrentId& id) {
  record(id, [](Seen& seen) {
    EXPECT_EQ(seen.metadata, 1) << "metadata comes before the check";
    ++seen.checked;
  });
}

void EngineHost::on_status(const std::vector<TorrentStatus>& changed, const SessionStatus& session) {
  for (const TorrentStatus& status : changed) record(status.id, [&](Seen& seen) { seen.status = status; });
  {
    const std::lock_guard lock(mutex_);
    session_ = session;
  }
  changed_.notify_all();
}

void EngineHost::on_pieces(const TorrentId& id, std::span<const base::PieceIndex> pieces) {
  record(id, [&](Seen& seen) {
    for (const base::PieceIndex piece : pieces)
      EXPECT_TRUE(seen.pieces.insert(piece.value).second) << "told twice";
  });
}

void EngineHost::on_files_changed(const TorrentId& id, const std::vector<base::FileIndex>& files) {
  record(id, [&](Seen& seen) {
    seen.files_changed.insert(seen.files_changed.end(), files.begin(), files.end());
    seen.pieces.clear();  // the engine reports verified pieces again
  });
}

void EngineHost::on_failure(const TorrentId& id, const base::Error& error) {
  record(id, [&](Seen& seen) { seen.failures.push_back(error); });
}

void EngineHost::on_tracker_refused(const TorrentId& id, const std::string& message) {
  record(id, [&](Seen& seen) { seen.refusals.push_back(message); });
}

void EngineHost::on_resume_data(const TorrentId& id, std::string resume_data) {
  record(id, [&](Seen& seen) {
    seen.resume_data = std::move(resume_data);
    ++seen.resume_saves;
  });
}

void EngineHost::on_removed(const TorrentId& id) {
  record(id, [](Seen& seen) { seen.removed = true; });
}

void EngineHost::on_session_state(std::string state) {
  const std::lock_guard lock(mutex_);
  session_state_ = std::move(state);
}

base::Result<std::string> read_some(TorrentData& data, base::FileIndex file, std::int64_t offset,
                                    std::size_t length, base::Duration limit) {
  std::string bytes(length, '\0');
  base::CancelToken cancel;
  const auto out = std::as_writable_bytes(std::span(bytes));
  MAGNETAR_TRY(count, data.read(file, offset, out, std::chrono::steady_clock::now() + limit, cancel));
  bytes.resize(count);
  return bytes;
}

base::Result<std::string> read_fully(TorrentData& data, base::FileIndex file, std::int64_t offset,
                                     std::size_t length) {
  std::string all;
  while (all.size() < length) {
    const auto at = offset + static_cast<std::int64_t>(all.size());
    MAGNETAR_TRY(part, read_some(data, file, at, length - all.size()));
    if (part.empty()) break;
    all += part;
  }
  return all;
}

}  // namespace magnetar::engine
