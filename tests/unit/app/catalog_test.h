#pragma once
// A catalog with a library on the disk and an engine that is told what to do.

#include <gtest/gtest.h>

#include <deque>
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

// A daemon's insides without network; restart() is what a new process would find.
class CatalogTest : public testing::Test, public TorrentCatalog::World {
 protected:
  CatalogTest() { restart(); }

  void restart() {
    begin_restart();
    run_loop();
  }

  /// The socket listens, and the loop has not turned yet.
  void begin_restart() {
    catalog_.reset();
    library_.reset();
    library_.emplace(std::move(library::Library::open(folder / "library.db").value()));
    settings_.cache_folder = (folder / "films").string();
    catalog_.emplace(*this);
    engine_.emplace(*catalog_);
    fetches_ = std::make_unique<TorrentUrlFetches>(loop_);
    posted_.clear();
    ASSERT_TRUE(catalog_->restore());
  }

  engine::Engine& engine() override { return *engine_; }
  const library::Library& library() const override { return *library_; }
  const library::Settings& settings() const override { return settings_; }
  const base::Clock& clock() const override { return clock_; }
  TorrentUrlFetches& url_fetches() override { return *fetches_; }
  BackgroundReads& background_reads() override { return reads_; }
  api::CatalogEvents& events() override { return events_; }
  RestoreNote& restore_note() override { return note_; }
  void post(std::function<void()> work) override { posted_.push_back(std::move(work)); }
  void aside(std::function<void()> work, std::function<void()> then) override {
    work();
    posted_.push_back(std::move(then));
  }

  base::Result<std::filesystem::path> downloads() const override { return folder / "Downloads"; }
  void place(std::filesystem::path source, std::filesystem::path wanted,
             std::function<void(base::Result<std::filesystem::path>)> then) override {
    posted_.push_back([source, wanted, then] { then(put_for_person(source, wanted, false)); });
  }

  /// What the loop would do next, until there is nothing more.
  void run_loop() {
    while (!posted_.empty()) {
      const auto work = std::move(posted_.front());
      posted_.pop_front();
      work();
    }
  }

  TorrentCatalog& catalog() { return *catalog_; }
  tests::FakeEngine& swarm() { return *engine_; }

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
  std::deque<std::function<void()>> posted_;
  std::optional<library::Library> library_;
  std::optional<TorrentCatalog> catalog_;
  std::optional<tests::FakeEngine> engine_;
  std::unique_ptr<TorrentUrlFetches> fetches_;
};

}  // namespace magnetar::app
