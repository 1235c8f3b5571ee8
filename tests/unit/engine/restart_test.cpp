#include <gtest/gtest.h>

#include <libtorrent/read_resume_data.hpp>

#include "content.h"
#include "engine_host.h"
#include "support/seed_session.h"

namespace magnetar::engine {
namespace {

using testing::SeedOptions;
using testing::SeedSession;
using testing::TorrentKind;

const base::TorrentId kId{"t1"};
constexpr std::size_t kSize = 2 * 1024 * 1024 + 321;

std::size_t pieces_in(const std::string& resume_data) {
  libtorrent::error_code error;
  const auto params = libtorrent::read_resume_data(resume_data, error);
  return error ? 0 : static_cast<std::size_t>(params.have_pieces.count());
}

class Restart : public ::testing::TestWithParam<TorrentKind> {
 protected:
  Restart() { write_content(original_.path(), {{"show/film.mkv", kSize}, {"show/film.srt", 999}}); }

  /// Downloads some pieces and ends the engine.
  Seen first_run(const std::vector<int>& pieces, bool orderly) {
    SeedOptions options;
    options.kind = GetParam();
    const SeedSession seed(original_.path() / "show", options);
    EngineHost host;
    host.add_magnet(kId, seed.magnet(), folder_.path());
    EXPECT_TRUE(host.wait_checked(kId));
    for (const int piece : pieces) host.want_piece(kId, piece, 4);
    EXPECT_TRUE(host.wait(kId, [&](const Seen& seen) { return seen.pieces.size() == pieces.size(); }));
    if (orderly) {
      host.stop();
      state_ = host.session_state();
    } else {
      EXPECT_TRUE(
          host.wait(kId, [&](const Seen& seen) { return pieces_in(seen.resume_data) == pieces.size(); }));
    }
    host.destroy();
    return host.seen(kId);
  }

  void expect_readable_at_once(const Seen& kept, std::int64_t begin, std::size_t length) {
    // A full check would now find every piece.
    std::filesystem::copy(original_.path() / "show", folder_.path() / "show",
                          std::filesystem::copy_options::overwrite_existing);
    const auto source = parse_torrent_file(kept.torrent_file);
    ASSERT_TRUE(source) << source.error().message;
    EngineHost host({private_swarm(), state_});
    host.add(kId, source.value(), {folder_.path(), kept.resume_data, false});
    ASSERT_TRUE(host.wait_checked(kId));
    // The copy is younger than the engine's last write, so the pieces that it had are checked again, and no
    // others.
    ASSERT_TRUE(host.wait(kId, [](const Seen& seen) { return !seen.status.checking; }));
    const auto file = host.file(kId, "show/film.mkv");
    EXPECT_EQ(read_fully(*host.data(kId), file, begin, length).value(),
              read_whole(original_.path() / "show/film.mkv").substr(static_cast<std::size_t>(begin), length));
    std::int64_t done = 0;
    for (const int piece : kept.pieces)
      done += host.data(kId)->verified_bytes(file, {piece * 65536LL, (piece + 1) * 65536LL});
    EXPECT_EQ(host.data(kId)->verified_bytes(file, {0, 1 << 30}), done) << "nothing else was looked for";
  }

  TempFolder original_;
  TempFolder folder_;
  std::string state_;
};

TEST_P(Restart, WhatWasHadCanBeReadAtOnceWithoutPeersOrARecheck) {
  const Seen kept = first_run({2, 3, 4, 9}, true);
  EXPECT_FALSE(state_.empty());
  expect_readable_at_once(kept, 2 * 65536, 3 * 65536);
}

TEST_P(Restart, ResumeDataComesWithoutAnOrderlyStop) {
  const Seen kept = first_run({5, 6}, false);
  expect_readable_at_once(kept, 5 * 65536, 2 * 65536);
}

INSTANTIATE_TEST_SUITE_P(Kinds, Restart,
                         ::testing::Values(TorrentKind::v1, TorrentKind::v2, TorrentKind::hybrid));

class OneTorrent : public ::testing::Test {
 protected:
  OneTorrent() { write_content(original_.path(), {{"film.mkv", kSize}}); }

  TempFolder original_;
  TempFolder folder_;
};

TEST_F(OneTorrent, FilesWithoutResumeDataAreCheckedAndThenReadable) {
  const SeedSession seed(original_.path() / "film.mkv");
  const auto source = parse_torrent_file(seed.torrent_file());
  EngineHost host;
  host.add(kId, source.value(), {original_.path(), "this is no resume data", false});
  ASSERT_TRUE(host.wait_checked(kId));
  ASSERT_TRUE(host.wait(kId, [](const Seen& seen) { return seen.status.done == static_cast<int>(kSize); }));
  EXPECT_EQ(read_fully(*host.data(kId), base::FileIndex{0}, 0, kSize).value(),
            read_whole(original_.path() / "film.mkv"));
}

TEST_F(OneTorrent, ATorrentAddedPausedConnectsToNobodyUntilItIsResumed) {
  const SeedSession seed(original_.path() / "film.mkv");
  const auto source = parse_source(seed.magnet());
  EngineHost host;
  host.add(kId, std::get<TorrentSource>(source.value()), {folder_.path(), {}, true});
  ASSERT_TRUE(host.wait(kId, [](const Seen& seen) { return seen.status.paused; }));
  EXPECT_EQ(host.seen(kId).metadata, 0);
  host.run([](Engine& engine) { engine.resume(kId); });
  EXPECT_TRUE(host.wait_checked(kId));
}

TEST_F(OneTorrent, StoppingEndsWithinItsLimitAndCancelsReaders) {
  const SeedSession seed(original_.path() / "film.mkv");
  std::shared_ptr<TorrentData> data;
  {
    EngineHost host;
    host.add_magnet(kId, seed.magnet(), folder_.path());
    ASSERT_TRUE(host.wait_checked(kId));
    data = host.data(kId);
    host.stop();
  }
  EXPECT_EQ(read_some(*data, base::FileIndex{0}, 0, 10).error().code, base::ErrorCode::cancelled);
}

TEST(StartEngine, RefusesListenInterfacesThatCannotBeRead) {
  NetworkSettings network = private_swarm();
  network.listen_interfaces = "nonsense";
  EXPECT_THROW(EngineHost({network, {}}), std::runtime_error);
}

TEST(StartEngine, StartsAfreshFromASessionStateThatCannotBeRead) {
  EXPECT_NO_THROW(EngineHost({private_swarm(), "garbage"}));
}

}  // namespace
}  // namespace magnetar::engine
