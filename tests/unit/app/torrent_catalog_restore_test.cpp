// Torrents are restored after a start.
#include "unit/app/catalog_test.h"

namespace magnetar::app {
namespace {

using api::TorrentState;

class CatalogRestoreTest : public CatalogTest {};

TEST_F(CatalogRestoreTest, AfterARestartAllAreListedAtOnceAndStartOneAfterAnother) {
  const auto first = add();
  const auto second = add(kOtherMagnet);
  begin_restart();
  EXPECT_EQ(catalog().torrents().views().size(), 2U);
  EXPECT_EQ(swarm().entries.size(), 1U);
  run_loop();
  EXPECT_EQ(swarm().entries.count(first), 1U);
  EXPECT_EQ(swarm().entries.count(second), 1U);
}

TEST_F(CatalogRestoreTest, WhatIsWantedBeforeItsTurnIsRestoredAtOnceAndOnce) {
  add();
  const auto later = add(kOtherMagnet);
  begin_restart();
  ASSERT_EQ(swarm().entries.count(later), 0U);
  EXPECT_TRUE(catalog().details(later));
  EXPECT_EQ(swarm().entries.count(later), 1U);
  swarm().entries[later].paused = true;
  run_loop();
  EXPECT_TRUE(swarm().entries[later].paused) << "it was added a second time";
}

TEST_F(CatalogRestoreTest, WhatIsRemovedBeforeItsTurnIsGone) {
  add();
  const auto later = add(kOtherMagnet);
  begin_restart();
  bool done = false;
  catalog().remove(later, false, [&](const auto& result) { done = result.has_value(); });
  EXPECT_TRUE(done);
  run_loop();
  EXPECT_EQ(swarm().entries.count(later), 0U);
  EXPECT_EQ(catalog().torrents().views().size(), 1U);
}

TEST_F(CatalogRestoreTest, ATorrentThatEndedTheDaemonTwiceIsSetAsideUntilAPersonGoesOn) {
  const auto bad = add();
  const auto good = add(kOtherMagnet);
  ASSERT_TRUE(library().put_restore_failures(bad, 2));
  restart();
  EXPECT_EQ(swarm().entries.count(bad), 0U);
  EXPECT_EQ(swarm().entries.count(good), 1U);
  EXPECT_EQ(state(bad), TorrentState::error);
  const auto notice = catalog().get(bad).value().notice;
  ASSERT_TRUE(notice);
  EXPECT_EQ(static_cast<int>(notice->code), 1202);
  ASSERT_TRUE(catalog().resume(bad));
  run_loop();
  EXPECT_EQ(swarm().entries.count(bad), 1U);
  EXPECT_EQ(library().restore_failures(bad).value(), 0);
}

TEST_F(CatalogRestoreTest, ASuspectIsTriedLastAndIsTrustedAgainWhenItComesThrough) {
  const auto suspect = add();
  const auto good = add(kOtherMagnet);
  ASSERT_TRUE(library().put_restore_failures(suspect, 1));
  begin_restart();
  EXPECT_EQ(swarm().entries.count(good), 1U);
  EXPECT_EQ(swarm().entries.count(suspect), 0U);
  run_loop();
  EXPECT_EQ(swarm().entries.count(suspect), 1U);
  EXPECT_EQ(library().restore_failures(suspect).value(), 0);
}

TEST_F(CatalogRestoreTest, ALinkThatIsGivenAgainBeforeItsTurnRestoresItsTorrentFirst) {
  add();
  const auto later = add(kOtherMagnet);
  begin_restart();
  ASSERT_EQ(swarm().entries.count(later), 0U);
  EXPECT_EQ(add(kOtherMagnet), later);
  EXPECT_EQ(swarm().entries.count(later), 1U);
  swarm().entries[later].paused = true;
  run_loop();
  EXPECT_TRUE(swarm().entries[later].paused) << "it was added a second time";
}

}  // namespace
}  // namespace magnetar::app
