#pragma once
// A catalog with a library on disk and a fake engine.

#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "app/torrents/kept_file.h"
#include "app/torrents/torrent_catalog.h"
#include "base/loop.h"
#include "support/fake_clock.h"
#include "support/temp_dir.h"
#include "unit/app/fake_engine.h"
#include "unit/app/queued_loop.h"

namespace magnetar::app {

inline constexpr auto kMagnet = "magnet:?xt=urn:btih:0123456789abcdef0123456789abcdef01234567&dn=Film";
inline constexpr auto kOtherMagnet = "magnet:?xt=urn:btih:1123456789abcdef0123456789abcdef01234567";

class CatalogEvents final : public api::CatalogEvents {
 public:
  void on_added(const api::TorrentView& torrent) override { log.push_back("added " + torrent.name); }
  void on_removed(const base::TorrentId&, std::string_view reason,
                  const std::optional<base::TorrentId>& replaced_by) override {
    log.push_back("removed " + std::string(reason) + (replaced_by ? " replaced" : ""));
  }
  void on_changed(const std::vector<api::TorrentView>&) override {}

  std::vector<std::string> log;
};

// Puts files into a folder of the test, in the loop's next turn.
class TestDownloads final : public KeptFilePlacer::Downloads {
 public:
  TestDownloads(std::filesystem::path folder, base::Executor& loop)
      : folder_(std::move(folder)), loop_(loop) {}
  [[nodiscard]] base::Result<std::filesystem::path> folder() const override { return folder_; }
  void put(std::filesystem::path source, std::filesystem::path wanted, Put then) override {
    loop_.post([source, wanted, then] { then(put_for_person(source, wanted, false)); });
  }

 private:
  const std::filesystem::path folder_;
  base::Executor& loop_;
};

// A daemon's catalog without a network; restart() brings the state of a new process.
class CatalogTest : public testing::Test {
 protected:
  CatalogTest() { restart(); }

  void restart() {
    begin_restart();
    run_loop();
  }

  /// Restarts up to the moment at which the socket listens and the loop has not turned yet.
  void begin_restart() {
    catalog_.reset();
    library_.reset();
    library_.emplace(std::move(library::Library::open(folder / "library.db").value()));
    settings_.cache_folder = (folder / "films").string();
    engine_.emplace(listener_);
    fetches_ = std::make_unique<TorrentUrlFetches>(loop_);
    catalog_.emplace(TorrentIntake::Uses{*engine_, *library_, settings_, clock_, *fetches_, reads_, events_,
                                         note_, queue_, background_},
                     downloads_, listener_);
    queue_.forget();
    ASSERT_TRUE(catalog_->restores().begin());
  }

  /// Runs the loop until its queue is empty.
  void run_loop() { queue_.run(); }

  TorrentCatalog& catalog() { return *catalog_; }
  tests::FakeEngine& swarm() { return *engine_; }
  /// The events of the engine.
  engine::EngineEvents& told() { return listener_; }
  const library::Library& library() const { return *library_; }

  base::TorrentId add(const std::string& source = kMagnet) {
    const auto added = catalog().add({source, "", false});
    EXPECT_TRUE(added);
    return added.value().id;
  }
  base::TorrentId add_with_metadata() {
    const auto id = add();
    swarm().send_metadata(id);
    return id;
  }
  api::TorrentState state(const base::TorrentId& id) { return catalog().get(id).value().state; }

  magnetar::tests::TempDir folder;
  magnetar::tests::FakeClock clock_;
  CatalogEvents events_;
  library::Settings settings_;

 private:
  base::Loop loop_;
  BackgroundReads reads_{loop_};
  RestoreNote note_{folder / "restoring"};
  tests::QueuedLoop queue_;
  tests::PromptBackground background_{queue_};
  TestDownloads downloads_{folder / "Downloads", queue_};
  EngineListener listener_;
  std::optional<library::Library> library_;
  std::optional<tests::FakeEngine> engine_;
  std::unique_ptr<TorrentUrlFetches> fetches_;
  std::optional<TorrentCatalog> catalog_;
};

}  // namespace magnetar::app
