#include "app/torrents/torrent_catalog.h"

#include <gtest/gtest.h>

#include <fstream>

#include "unit/app/catalog_test.h"

namespace magnetar::app {
namespace {

using namespace std::chrono_literals;
using api::TorrentState;

TEST_F(CatalogTest, AMagnetLinkIsThereAtOnceUnderItsDisplayName) {
  const auto id = add();
  const auto torrent = catalog().get(id).value();
  EXPECT_EQ(torrent.name, "Film");
  EXPECT_EQ(torrent.info_hash.v1, "0123456789abcdef0123456789abcdef01234567");
  EXPECT_EQ(torrent.state, TorrentState::finding_peers);
  EXPECT_EQ(events_.log, std::vector<std::string>{"added Film"});
}

TEST_F(CatalogTest, DeletingATorrentForgetsHowFarItWasWatchedAndKeepingItsFilesDoesNot) {
  const auto id = add_with_metadata();
  const std::string hash = catalog().get(id).value().info_hash.best();
  ASSERT_TRUE(catalog().set_position(id, base::FileIndex{0}, {60, 5400}));
  catalog().remove(id, false, [](const auto&) {});
  told().on_removed(id);
  EXPECT_EQ(library().position(hash, base::FileIndex{0}).value().seconds, 60);
  const auto again = add_with_metadata();
  catalog().remove(again, true, [](const auto&) {});
  told().on_removed(again);
  EXPECT_EQ(library().position(hash, base::FileIndex{0}).value().seconds, 0);
}

TEST_F(CatalogTest, TheSameTorrentIsNotAddedTwice) {
  const auto id = add();
  const auto again = catalog().add({"0123456789ABCDEF0123456789ABCDEF01234567", "", false});
  ASSERT_TRUE(again);
  EXPECT_TRUE(again.value().existing);
  EXPECT_EQ(again.value().id, id);
  EXPECT_EQ(catalog().torrents().views().size(), 1U);
}

TEST_F(CatalogTest, ASecondLinkToTheSameTorrentAddsWhatItKnows) {
  const auto id = add("0123456789abcdef0123456789abcdef01234567");
  const std::string fuller =
      std::string(kMagnet) + "&tr=udp%3A%2F%2Ftracker.example%3A6969&x.pe=192.0.2.7:6881";
  ASSERT_TRUE(catalog().add({fuller, "", false}).value().existing);
  ASSERT_EQ(swarm().merged.size(), 1U);
  EXPECT_EQ(swarm().merged[0].first, id);
  EXPECT_EQ(catalog().get(id).value().name, "Film") << "a name instead of the hash";

  restart();

  const auto kept = library().torrents().value().at(0).source;
  EXPECT_NE(kept.find("tr=udp%3A%2F%2Ftracker.example%3A6969"), std::string::npos) << kept;
  EXPECT_NE(kept.find("x.pe=192.0.2.7:6881"), std::string::npos) << kept;
}

TEST_F(CatalogTest, ASecondLinkToATorrentWithMetadataIsKeptWithItsTorrentFile) {
  const auto id = add_with_metadata();
  ASSERT_TRUE(
      catalog().add({std::string(kMagnet) + "&tr=http%3A%2F%2Ft.example%2Fa", "", false}).value().existing);
  EXPECT_EQ(library().torrents().value().at(0).torrent_file, "torrent file with all trackers");
  EXPECT_EQ(catalog().get(id).value().name, "Real name");
}

TEST_F(CatalogTest, TheFileThatALinkChoosesIsTheMainFile) {
  const auto id = add(std::string(kMagnet) + "&so=1");
  swarm().send_metadata(id);
  EXPECT_EQ(catalog().get(id).value().main_file, base::FileIndex{1});
}

TEST_F(CatalogTest, AnotherLinkToTheSameTorrentMayChooseAnotherFile) {
  const auto id = add_with_metadata();
  ASSERT_TRUE(catalog().add({std::string(kMagnet) + "&so=1", "", false}).value().existing);
  EXPECT_EQ(catalog().get(id).value().main_file, base::FileIndex{1});
  ASSERT_TRUE(catalog().add({kMagnet, "", false}).value().existing);
  EXPECT_EQ(catalog().get(id).value().main_file, base::FileIndex{1});
}

TEST_F(CatalogTest, WhatIsNotATorrentIsRefusedAndLeavesNothing) {
  const auto added = catalog().add({"hello", "", false});
  ASSERT_FALSE(added);
  EXPECT_EQ(static_cast<int>(added.error().code), 1201);
  EXPECT_TRUE(catalog().torrents().views().empty());
  restart();
  EXPECT_TRUE(catalog().torrents().views().empty());
}

TEST_F(CatalogTest, MetadataBringsTheNameAndTheBeginningOfTheMainFileIsAskedFor) {
  const auto id = add_with_metadata();
  const auto torrent = catalog().get(id).value();
  EXPECT_EQ(torrent.name, "Real name");
  EXPECT_EQ(torrent.main_file, base::FileIndex{0});
  EXPECT_EQ(torrent.state, TorrentState::downloading);
  EXPECT_EQ(swarm().entries[id].priorities[0], 7);
  EXPECT_EQ(swarm().entries[id].priorities.count(5), 0U);
}

TEST_F(CatalogTest, ATorrentThatNobodyOpensGoesQuiet) {
  const auto id = add_with_metadata();
  clock_.advance(8s);
  catalog().tick();
  EXPECT_EQ(state(id), TorrentState::idle);
  EXPECT_EQ(swarm().entries[id].priorities[0], 0);
  EXPECT_FALSE(catalog().busy());
}

TEST_F(CatalogTest, SelectedFilesAreFetchedWithoutAViewerAndKeepTheDaemonBusy) {
  const auto id = add_with_metadata();
  clock_.advance(8s);
  catalog().tick();
  ASSERT_TRUE(catalog().select(id, {base::FileIndex{1}}));
  EXPECT_EQ(swarm().entries[id].priorities[5], 1);
  EXPECT_EQ(state(id), TorrentState::downloading);
  EXPECT_TRUE(catalog().busy());
  swarm().entries[id].data->verified[base::FileIndex{1}] = 2 * 65536;
  EXPECT_EQ(state(id), TorrentState::complete);
  EXPECT_FALSE(catalog().busy());
}

TEST_F(CatalogTest, SelectingAFileThatIsNotThereChangesNothing) {
  const auto id = add_with_metadata();
  const auto selected = catalog().select(id, {base::FileIndex{0}, base::FileIndex{2}});
  ASSERT_FALSE(selected);
  EXPECT_EQ(static_cast<int>(selected.error().code), 1204);
  EXPECT_FALSE(catalog().files(id).value()[0].selected);
}

TEST_F(CatalogTest, BeforeMetadataFilesStreamsAndSelectionSayNoMetadata) {
  const auto id = add();
  EXPECT_EQ(static_cast<int>(catalog().files(id).error().code), 1205);
  EXPECT_EQ(static_cast<int>(catalog().open_stream(id, {}).error().code), 1205);
  EXPECT_EQ(static_cast<int>(catalog().select(id, {}).error().code), 1205);
}

TEST_F(CatalogTest, OpeningAStreamResumesAPausedTorrent) {
  const auto id = add_with_metadata();
  ASSERT_TRUE(catalog().pause(id));
  EXPECT_EQ(state(id), TorrentState::paused);
  const auto file = catalog().open_stream(id, {});
  ASSERT_TRUE(file);
  EXPECT_EQ(file.value().path, "Real name/film.mp4");
  EXPECT_FALSE(swarm().entries[id].paused);
}

TEST_F(CatalogTest, ARestartFindsTorrentsWithPauseSelectionMetadataAndResumeData) {
  const auto id = add();
  const auto other = add(kOtherMagnet);
  ASSERT_TRUE(catalog().pause(other));
  told().on_resume_data(id, "resume data");
  restart();
  EXPECT_EQ(catalog().torrents().views().size(), 2U);
  EXPECT_EQ(swarm().entries[id].options.resume_data, "resume data");
  EXPECT_FALSE(swarm().entries[id].options.paused);
  EXPECT_TRUE(swarm().entries[other].options.paused);
  EXPECT_EQ(state(other), TorrentState::paused);
}

TEST_F(CatalogTest, RemovingAnswersOnceTheEngineIsDoneAndTheRecordGoesLast) {
  const auto id = add_with_metadata();
  const auto films = folder / "films/0123456789abcdef0123456789abcdef01234567";
  std::filesystem::create_directories(films / "Real name");
  bool done = false;
  catalog().remove(id, true, [&](const auto& result) { done = result.has_value(); });
  EXPECT_FALSE(done);
  EXPECT_TRUE(catalog().torrents().views().empty());
  EXPECT_EQ(swarm().removed, (std::vector<std::pair<base::TorrentId, bool>>{{id, true}}));
  EXPECT_EQ(library().torrents().value().size(), 1U);
  told().on_removed(id);
  EXPECT_TRUE(done);
  EXPECT_FALSE(std::filesystem::exists(films));
  EXPECT_TRUE(library().torrents().value().empty());
  EXPECT_EQ(events_.log.back(), "removed user");
}

TEST_F(CatalogTest, RemovingAndKeepingLeavesTheFilesAlone) {
  const auto id = add_with_metadata();
  const auto films = folder / "films/0123456789abcdef0123456789abcdef01234567";
  std::filesystem::create_directories(films);
  catalog().remove(id, false, [](const auto&) {});
  told().on_removed(id);
  EXPECT_TRUE(std::filesystem::exists(films));
}

TEST_F(CatalogTest, ATorrentThatIsBeingRemovedCannotBeAddedInBetween) {
  const auto id = add();
  catalog().remove(id, true, [](const auto&) {});
  EXPECT_FALSE(catalog().add({kMagnet, "", false}));
  told().on_removed(id);
  EXPECT_TRUE(catalog().add({kMagnet, "", false}));
}

TEST_F(CatalogTest, WaitersForMetadataAreAnsweredWhenItComesOrWhenTheTorrentGoes) {
  const auto id = add();
  const auto other = add(kOtherMagnet);
  int answers = 0;
  catalog().metadata_waiters().when_metadata(id, [&](const auto& torrent) { answers += torrent ? 1 : 100; });
  catalog().metadata_waiters().when_metadata(other,
                                             [&](const auto& torrent) { answers += torrent ? 100 : 10; });
  EXPECT_EQ(answers, 0);
  swarm().send_metadata(id);
  EXPECT_EQ(answers, 1);
  catalog().remove(other, false, [](const auto&) {});
  EXPECT_EQ(answers, 11);
}

TEST_F(CatalogTest, AFailureIsShownUntilItIsTriedAgain) {
  const auto id = add_with_metadata();
  told().on_failure(id, {base::ErrorCode::disk_error, "input/output error"});
  EXPECT_EQ(state(id), TorrentState::error);
  EXPECT_EQ(catalog().get(id).value().notice->code, base::ErrorCode::disk_error);
  ASSERT_TRUE(catalog().resume(id));
  EXPECT_EQ(state(id), TorrentState::downloading);
}

TEST_F(CatalogTest, PositionsBelongToTheTorrentAndItsFile) {
  const auto id = add_with_metadata();
  ASSERT_TRUE(catalog().set_position(id, base::FileIndex{0}, {61, 5400}));
  EXPECT_EQ(catalog().position(id, base::FileIndex{0}).value().seconds, 61);
  EXPECT_EQ(catalog().position(id, base::FileIndex{1}).value().seconds, 0);
  EXPECT_FALSE(catalog().set_position(id, base::FileIndex{9}, {61, 5400}));
}

TEST_F(CatalogTest, WhenTheCacheIsFullWhatNobodyWatchesGoesWithItsFiles) {
  const auto id = add_with_metadata();
  clock_.advance(8s);
  catalog().tick();
  swarm().entries[id].data->verified[base::FileIndex{0}] = 4 * 65536;
  settings_.cache_size = 1000;
  catalog().space().make_room();
  EXPECT_EQ(swarm().removed, (std::vector<std::pair<base::TorrentId, bool>>{{id, true}}));
  told().on_removed(id);
  EXPECT_EQ(events_.log.back(), "removed cache_full");
}

TEST_F(CatalogTest, AFilmThatWasOpenedFirstAndWatchedUntilNowStaysAndTheOneThatWasLeftAtOnceGoes) {
  const auto left = add(kOtherMagnet);
  swarm().send_metadata(left);
  clock_.advance(8s);
  catalog().tick();
  const auto watched = add_with_metadata();
  constexpr std::int64_t kAnHour = 3600;
  catalog().torrents().find(watched)->record.opened_at -= kAnHour;
  catalog().torrents().find(left)->record.opened_at -= kAnHour / 2;
  ASSERT_TRUE(catalog().torrents().find(watched)->watched());
  ASSERT_FALSE(catalog().torrents().find(left)->watched());

  catalog().space().note_uses();

  clock_.advance(8s);
  catalog().tick();
  for (const auto& id : {watched, left}) swarm().entries[id].data->verified[base::FileIndex{0}] = 4 * 65536;
  settings_.cache_size = 5 * 65536;
  catalog().space().make_room();
  EXPECT_EQ(swarm().removed, (std::vector<std::pair<base::TorrentId, bool>>{{left, true}}));
}

TEST_F(CatalogTest, AFilmThatIsTooLargeForTheDiskIsSaidToBeBeforeItPlays) {
  constexpr std::int64_t kPetabyte = std::int64_t{1} << 50;
  const auto id = add();
  auto metadata = std::make_shared<engine::Metadata>();
  metadata->name = "Large";
  metadata->size = kPetabyte;
  metadata->piece_length = std::int64_t{1} << 32;
  metadata->piece_count = 1 << 18;
  metadata->files = {{base::FileIndex{0}, "Large/film.mp4", {0, kPetabyte}}};
  swarm().entries[id].metadata = metadata;
  told().on_metadata(id, "torrent file");
  const auto view = catalog().get(id).value();
  ASSERT_TRUE(view.notice);
  EXPECT_EQ(view.notice->code, base::ErrorCode::disk_full);
  EXPECT_EQ(view.notice->subject, "too_large");
  EXPECT_GT(view.missing_room, kPetabyte / 2);
  EXPECT_LT(view.missing_room, kPetabyte);
}

TEST_F(CatalogTest, FilmsThatAreKeptAndFillTheCacheAreTold) {
  const auto id = add_with_metadata();
  swarm().entries[id].data->verified[base::FileIndex{0}] = 4 * 65536;
  settings_.cache_size = 1000;
  ASSERT_TRUE(catalog().select(id, {base::FileIndex{0}}));
  catalog().space().make_room();
  EXPECT_TRUE(swarm().removed.empty());
  EXPECT_EQ(catalog().space().kept_above_limit(), 4 * 65536);
  settings_.cache_size = 1'000'000;
  catalog().space().make_room();
  EXPECT_EQ(catalog().space().kept_above_limit(), 0);
}

TEST_F(CatalogTest, TorrentsAreListedNewestFirstAlsoWithinASecondAndAfterARestart) {
  const auto first = add();
  const auto second = add(kOtherMagnet);
  EXPECT_EQ(catalog().torrents().views()[0].id, second);
  restart();
  EXPECT_EQ(catalog().torrents().views()[0].id, second);
  EXPECT_EQ(catalog().torrents().views()[1].id, first);
}

TEST_F(CatalogTest, UnknownTorrentsAreNamedSo) {
  const base::TorrentId nobody{"nobody"};
  EXPECT_EQ(static_cast<int>(catalog().get(nobody).error().code), 1203);
  EXPECT_EQ(static_cast<int>(catalog().pause(nobody).error().code), 1203);
  int code = 0;
  catalog().remove(nobody, true, [&](const auto& result) { code = static_cast<int>(result.error().code); });
  EXPECT_EQ(code, 1203);
}

}  // namespace
}  // namespace magnetar::app
