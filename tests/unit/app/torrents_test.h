#pragma once
// Torrents with an engine that downloads nothing, for services without a catalog.

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <utility>

#include "app/torrents/metadata_waiters.h"
#include "app/torrents/torrent_map.h"
#include "base/loop.h"
#include "support/fake_clock.h"
#include "support/temp_dir.h"
#include "unit/app/fake_engine.h"

namespace magnetar::app::tests {

/// Takes the metadata from the engine's events, and ignores all other events.
class MetadataListener final : public engine::EngineEvents {
 public:
  MetadataListener(TorrentMap& torrents, MetadataWaiters& waiters) : torrents_(torrents), waiters_(waiters) {}
  void ask(const engine::Engine& engine) { engine_ = &engine; }

  void on_metadata(const base::TorrentId& id, std::string) override {
    const auto torrent = torrents_.find(id);
    torrent->take_metadata(engine_->metadata(id));
    torrent->record.name = torrent->metadata()->name;
    waiters_.answer(id, torrent);
  }
  void on_checked(const base::TorrentId&) override {}
  void on_status(const std::vector<engine::TorrentStatus>&, const engine::SessionStatus&) override {}
  void on_pieces(const base::TorrentId&, std::span<const base::PieceIndex>) override {}
  void on_files_changed(const base::TorrentId&, const std::vector<base::FileIndex>&) override {}
  void on_failure(const base::TorrentId&, const base::Error&) override {}
  void on_tracker_refused(const base::TorrentId&, const std::string&) override {}
  void on_resume_data(const base::TorrentId&, std::string) override {}
  void on_removed(const base::TorrentId&) override {}
  void on_session_state(std::string) override {}

 private:
  TorrentMap& torrents_;
  MetadataWaiters& waiters_;
  const engine::Engine* engine_ = nullptr;
};

class TorrentsTest : public testing::Test {
 protected:
  TorrentsTest() { listener_.ask(engine_); }

  /// A torrent without metadata; `name` is its id as well.
  std::shared_ptr<Torrent> add(const std::string& name) {
    library::TorrentRecord record;
    record.id.value = name;
    record.name = name;
    record.info_hash.v1 = std::string(40, name.front());
    auto torrent = std::make_shared<Torrent>(std::move(record), engine_, reads_, clock_);
    torrents_.add(torrent);
    EXPECT_TRUE(engine_.add(torrent->id(), {}, {folder / "films", "", false, torrent->trace()}));
    return torrent;
  }
  /// A torrent with files of 4 and 2 pieces of 64 KiB.
  std::shared_ptr<Torrent> add_with_metadata(const std::string& name) {
    auto torrent = add(name);
    engine_.send_metadata(torrent->id());
    return torrent;
  }

  magnetar::tests::TempDir folder;
  magnetar::tests::FakeClock clock_;
  base::Loop loop_;
  BackgroundReads reads_{loop_};
  TorrentMap torrents_{loop_};
  MetadataWaiters waiters_{torrents_};
  MetadataListener listener_{torrents_, waiters_};
  FakeEngine engine_{listener_};
};

}  // namespace magnetar::app::tests
