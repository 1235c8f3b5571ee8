#include "app/torrents/stats_service.h"

#include <gtest/gtest.h>

#include "base/atomic_file.h"
#include "base/loop.h"
#include "support/fake_clock.h"
#include "support/temp_dir.h"
#include "unit/app/fake_engine.h"

namespace magnetar::app {
namespace {

using namespace std::chrono_literals;
using Answered = std::optional<base::Result<api::StatsView>>;

constexpr auto kFirst = "magnet:?xt=urn:btih:0123456789abcdef0123456789abcdef01234567&dn=First";
constexpr auto kSecond = "magnet:?xt=urn:btih:1123456789abcdef0123456789abcdef01234567&dn=Second";

class NoClients final : public api::CatalogEvents {
  void on_added(const api::TorrentView&) override {}
  void on_removed(const base::TorrentId&, std::string_view, const std::optional<base::TorrentId>&) override {}
  void on_changed(const std::vector<api::TorrentView>&) override {}
};

class StatsServiceTest : public testing::Test, public TorrentCatalog::World {
 protected:
  StatsServiceTest() { settings_.cache_folder = (folder / "films").string(); }

  engine::Engine& engine() override { return engine_; }
  const library::Library& library() const override { return library_; }
  const library::Settings& settings() const override { return settings_; }
  const base::Clock& clock() const override { return clock_; }
  TorrentUrlFetches& url_fetches() override { return fetches_; }
  BackgroundReads& background_reads() override { return reads_; }
  base::Result<std::filesystem::path> downloads() const override { return folder / "Downloads"; }
  void place(std::filesystem::path, std::filesystem::path,
             std::function<void(base::Result<std::filesystem::path>)>) override {}
  api::CatalogEvents& events() override { return clients_; }
  RestoreNote& restore_note() override { return note_; }
  void post(std::function<void()> work) override { loop_.post(std::move(work)); }
  void aside(std::function<void()> work, std::function<void()> then) override {
    work();
    post(std::move(then));
  }

  base::TorrentId add(const std::string& source) { return catalog_.add({source, "", false}).value().id; }
  /// Files of 4 and 2 pieces of 64 KiB.
  base::TorrentId add_with_metadata() {
    const auto id = add(kFirst);
    engine_.send_metadata(id);
    return id;
  }
  std::function<void(base::Result<api::StatsView>)> take() {
    return [this](base::Result<api::StatsView> stats) { answered_.emplace(std::move(stats)); };
  }

  magnetar::tests::TempDir folder;
  magnetar::tests::FakeClock clock_;
  NoClients clients_;
  library::Settings settings_;
  base::Loop loop_;
  BackgroundReads reads_{loop_};
  RestoreNote note_{folder / "restoring"};
  library::Library library_ = std::move(library::Library::open(folder / "library.db").value());
  TorrentUrlFetches fetches_{loop_};
  TorrentCatalog catalog_{*this};
  tests::FakeEngine engine_{catalog_};
  StatsService service_{catalog_, *this, folder / "traces"};
  Answered answered_;
};

TEST_F(StatsServiceTest, TellsOfEachViewerWhereItIsInItsFile) {
  const auto id = add_with_metadata();
  auto& scheduler = *catalog_.find(id)->scheduler();
  const auto cursor = scheduler.open({"tab-1"}, {4 * 65536, 6 * 65536}, 4 * 65536 + 1000);
  scheduler.set_duration({4 * 65536, 6 * 65536}, 2);
  scheduler.wait_began(cursor);
  clock_.advance(1500ms);
  service_.ask(id, take());
  EXPECT_FALSE(answered_);
  engine_.answer_swarms({engine::SwarmStats{.downloaded = 5, .tcp = 2, .search = {}}});
  const auto& torrents = answered_->value().torrents;
  ASSERT_EQ(torrents.size(), 1U);
  EXPECT_EQ(torrents[0].name, "Real name");
  EXPECT_EQ(torrents[0].swarm.downloaded, 5);
  EXPECT_EQ(torrents[0].swarm.tcp, 2);
  const auto reader = std::ranges::find(torrents[0].readers, "tab-1", &api::ReaderView::viewer);
  ASSERT_NE(reader, torrents[0].readers.end());
  EXPECT_EQ(reader->file, base::FileIndex{1});
  EXPECT_EQ(reader->position, 1000);
  EXPECT_EQ(reader->window.begin, 1000);
  EXPECT_EQ(reader->window.end, 131072);
  EXPECT_EQ(reader->bitrate, 65536);
  EXPECT_EQ(reader->buffered_seconds, 0);
  EXPECT_EQ(reader->waited_seconds, 1.5);
  EXPECT_TRUE(reader->waiting);
  EXPECT_EQ(reader->stalls, 0);  // nothing has played that could stand still
  EXPECT_EQ(reader->connections, 1);
}

TEST_F(StatsServiceTest, PagesThroughAllTorrentsNewestFirst) {
  add(kFirst);
  const auto newest = add(kSecond);
  service_.ask(api::Page{0, 1}, take());
  EXPECT_EQ(engine_.asked_swarms, std::vector{newest});
  engine_.answer_swarms({{}});
  const auto& stats = answered_->value();
  EXPECT_EQ(stats.total, 2U);
  ASSERT_EQ(stats.torrents.size(), 1U);
  EXPECT_EQ(stats.torrents[0].name, "Second");
  EXPECT_EQ(stats.memory.used, 12);
  EXPECT_EQ(stats.memory.limit, 34);
  service_.ask(api::Page{2, 200}, take());
  EXPECT_TRUE(engine_.asked_swarms.empty());
}

TEST_F(StatsServiceTest, ATorrentThatWentMeanwhileIsLeftOut) {
  const auto id = add(kFirst);
  service_.ask(id, take());
  catalog_.remove(id, false, [](const auto&) {});
  engine_.answer_swarms({{}});
  EXPECT_EQ(answered_->error().code, base::ErrorCode::unknown_torrent);
  service_.ask(base::TorrentId{"none"}, take());
  EXPECT_EQ(answered_->error().code, base::ErrorCode::unknown_torrent);
}

TEST_F(StatsServiceTest, ATraceHasAFileOfItsOwnThatOnlyItsOwnerReads) {
  const auto id = add_with_metadata();
  EXPECT_EQ(service_.trace(id, false).value(), std::nullopt);
  const auto begun = service_.trace(id, true).value();
  ASSERT_TRUE(begun);
  EXPECT_EQ(begun->parent_path(), folder / "traces");
  EXPECT_TRUE(begun->filename().string().starts_with(id.value + "-"));
  EXPECT_EQ(std::filesystem::status(folder / "traces").permissions(), std::filesystem::perms::owner_all);
  EXPECT_EQ(service_.trace(id, true).value(), begun);
  engine_.entries[id].options.trace->received(base::PieceIndex{0}, 0);
  EXPECT_EQ(service_.trace(id, false).value(), begun);
  EXPECT_NE(base::read_file(*begun, 1000).value().find("received"), std::string::npos);
  EXPECT_EQ(service_.trace(base::TorrentId{"none"}, true).error().code, base::ErrorCode::unknown_torrent);
}

}  // namespace
}  // namespace magnetar::app
