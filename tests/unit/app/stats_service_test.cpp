#include "app/torrents/stats_service.h"

#include <gtest/gtest.h>

#include <functional>
#include <optional>

#include "base/atomic_file.h"
#include "unit/app/torrents_test.h"

namespace magnetar::app {
namespace {

using namespace std::chrono_literals;
using Answered = std::optional<base::Result<api::StatsView>>;

class StatsServiceTest : public tests::TorrentsTest {
 protected:
  std::function<void(base::Result<api::StatsView>)> take() {
    return [this](base::Result<api::StatsView> stats) { answered_.emplace(std::move(stats)); };
  }

  StatsService service_{torrents_, engine_, clock_, folder / "traces"};
  Answered answered_;
};

TEST_F(StatsServiceTest, TellsOfEachViewerWhereItIsInItsFile) {
  const auto torrent = add_with_metadata("first");
  const auto& id = torrent->id();
  auto& scheduler = *torrent->scheduler();
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
  EXPECT_EQ(reader->stalls, 0);  // playback has not begun, so it cannot stall
  EXPECT_EQ(reader->connections, 1);
}

TEST_F(StatsServiceTest, PagesThroughAllTorrentsNewestFirst) {
  add("first");
  const auto newest = add("second")->id();
  service_.ask(api::Page{0, 1}, take());
  EXPECT_EQ(engine_.asked_swarms, std::vector{newest});
  engine_.answer_swarms({{}});
  const auto& stats = answered_->value();
  EXPECT_EQ(stats.total, 2U);
  ASSERT_EQ(stats.torrents.size(), 1U);
  EXPECT_EQ(stats.torrents[0].name, "second");
  EXPECT_EQ(stats.memory.used, 12);
  EXPECT_EQ(stats.memory.limit, 34);
  service_.ask(api::Page{2, 200}, take());
  EXPECT_TRUE(engine_.asked_swarms.empty());
}

TEST_F(StatsServiceTest, ATorrentThatWentMeanwhileIsLeftOut) {
  const auto id = add("first")->id();
  service_.ask(id, take());
  torrents_.erase(id);
  engine_.answer_swarms({{}});
  EXPECT_EQ(answered_->error().code, base::ErrorCode::unknown_torrent);
  service_.ask(base::TorrentId{"none"}, take());
  EXPECT_EQ(answered_->error().code, base::ErrorCode::unknown_torrent);
}

TEST_F(StatsServiceTest, ATraceHasAFileOfItsOwnThatOnlyItsOwnerReads) {
  const auto id = add_with_metadata("first")->id();
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
