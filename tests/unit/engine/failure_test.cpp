#include "engine/failure.h"

#include <gtest/gtest.h>
#include <sys/resource.h>

#include <cerrno>
#include <csignal>
#include <future>

#include "content.h"
#include "engine_host.h"
#include "support/seed_session.h"

namespace magnetar::engine {
namespace {

using base::ErrorCode;
using testing::SeedSession;

const base::TorrentId kId{"t1"};
constexpr base::FileIndex kFilm{0};
constexpr std::size_t kSize = 1024 * 1024 + 5;

class Failure : public ::testing::Test {
 protected:
  Failure() { write_content(original_.path(), {{"film.mkv", kSize}}); }

  std::string expected() const { return read_whole(original_.path() / "film.mkv"); }

  TempFolder original_;
  TempFolder folder_;
};

/// Resumes after every failure, as a person does, until the torrent is complete.
void resume_until_complete(EngineHost& host) {
  std::size_t handled = 0;
  do {
    handled = host.seen(kId).failures.size();
    host.run([](Engine& engine) { engine.resume(kId); });
    ASSERT_TRUE(host.wait(kId, [&](const Seen& seen) {
      return seen.failures.size() > handled || seen.status.done == static_cast<std::int64_t>(kSize);
    }));
  } while (host.seen(kId).failures.size() > handled);
}

TEST_F(Failure, AReadEndsAtItsDeadline) {
  const SeedSession seed(original_.path() / "film.mkv");
  EngineHost host;
  host.add_magnet(kId, seed.magnet(), folder_.path());
  ASSERT_TRUE(host.wait_checked(kId));
  EXPECT_EQ(read_some(*host.data(kId), kFilm, 0, 10, std::chrono::milliseconds(20)).error().code,
            ErrorCode::timed_out);
}

TEST_F(Failure, AReadEndsWhenItIsCancelled) {
  const SeedSession seed(original_.path() / "film.mkv");
  EngineHost host;
  host.add_magnet(kId, seed.magnet(), folder_.path());
  ASSERT_TRUE(host.wait_checked(kId));
  const auto data = host.data(kId);
  base::CancelToken cancel;
  auto waiting = std::async(std::launch::async, [&] {
    std::array<std::byte, 10> out{};
    return data->read(kFilm, 0, out, std::chrono::steady_clock::now() + std::chrono::seconds(30), cancel)
        .error()
        .code;
  });
  cancel.cancel();
  EXPECT_EQ(waiting.get(), ErrorCode::cancelled);
}

TEST_F(Failure, RemovingATorrentWakesItsReadersAndFailsLaterReads) {
  const SeedSession seed(original_.path() / "film.mkv");
  EngineHost host;
  host.add_magnet(kId, seed.magnet(), folder_.path());
  ASSERT_TRUE(host.wait_checked(kId));
  host.want_piece(kId, 0, 7);
  ASSERT_TRUE(host.wait(kId, [](const Seen& seen) { return seen.pieces.contains(0); }));
  const auto data = host.data(kId);
  auto waiting =
      std::async(std::launch::async, [&] { return read_some(*data, kFilm, 500000, 10).error().code; });
  host.run([](Engine& engine) { engine.remove(kId, false); });
  EXPECT_EQ(waiting.get(), ErrorCode::unknown_torrent);
  EXPECT_EQ(read_some(*data, kFilm, 0, 10).error().code, ErrorCode::unknown_torrent);
  ASSERT_TRUE(host.wait(kId, [](const Seen& seen) { return seen.removed; }));
  EXPECT_EQ(host.data(kId), nullptr);
  EXPECT_EQ(read_whole(folder_.path() / "film.mkv").substr(0, 65536), expected().substr(0, 65536));
}

TEST_F(Failure, RemovingWithDataDeletesTheFilesAndNothingElse) {
  const SeedSession seed(original_.path() / "film.mkv");
  write_content(folder_.path(), {{"mine.txt", 10}});
  EngineHost host;
  host.add_magnet(kId, seed.magnet(), folder_.path());
  ASSERT_TRUE(host.wait_checked(kId));
  host.want_all(kId, 4);
  ASSERT_TRUE(read_fully(*host.data(kId), kFilm, 0, kSize));
  host.run([](Engine& engine) { engine.remove(kId, true); });
  ASSERT_TRUE(host.wait(kId, [](const Seen& seen) { return seen.removed; }));
  EXPECT_FALSE(std::filesystem::exists(folder_.path() / "film.mkv"));
  EXPECT_TRUE(std::filesystem::exists(folder_.path() / "mine.txt"));
}

TEST_F(Failure, RemovingATorrentWithoutMetadataIsAnsweredToo) {
  EngineHost host;
  host.add_magnet(kId, "c12fe1c06bba254a9dc9f519b335aa7c1367a88a", folder_.path());
  host.run([](Engine& engine) { engine.remove(kId, true); });
  EXPECT_TRUE(host.wait(kId, [](const Seen& seen) { return seen.removed; }));
}

TEST_F(Failure, ARemovedTorrentCanBeAddedAgain) {
  const SeedSession seed(original_.path() / "film.mkv");
  EngineHost host;
  host.add_magnet(kId, seed.magnet(), folder_.path());
  ASSERT_TRUE(host.wait_checked(kId));
  host.run([](Engine& engine) { engine.remove(kId, true); });
  ASSERT_TRUE(host.wait(kId, [](const Seen& seen) { return seen.removed; }));
  const base::TorrentId again{"t2"};
  host.add_magnet(again, seed.magnet(), folder_.path());
  ASSERT_TRUE(host.wait_checked(again));
  host.want_all(again, 4);
  EXPECT_EQ(read_fully(*host.data(again), kFilm, 0, kSize).value(), expected());
}

TEST_F(Failure, ADiskErrorIsToldAndResumingRecovers) {
  const SeedSession seed(original_.path() / "film.mkv");
  EngineHost host;
  host.add_magnet(kId, seed.magnet(), folder_.path());
  ASSERT_TRUE(host.wait_checked(kId));
  std::filesystem::create_directory(folder_.path() / "film.mkv");
  host.want_all(kId, 4);
  ASSERT_TRUE(host.wait(kId, [](const Seen& seen) { return !seen.failures.empty(); }));
  EXPECT_EQ(host.seen(kId).failures.front().code, ErrorCode::disk_error);
  std::filesystem::remove(folder_.path() / "film.mkv");
  resume_until_complete(host);
  EXPECT_EQ(read_fully(*host.data(kId), kFilm, 0, kSize).value(), expected());
}

/// Limits the size of files of this process, which fails writes as a full disk does.
class SmallDisk {
 public:
  explicit SmallDisk(rlim_t bytes) {
    std::signal(SIGXFSZ, SIG_IGN);
    getrlimit(RLIMIT_FSIZE, &before_);
    const rlimit small{bytes, before_.rlim_max};
    setrlimit(RLIMIT_FSIZE, &small);
  }
  ~SmallDisk() {
    setrlimit(RLIMIT_FSIZE, &before_);
    std::signal(SIGXFSZ, SIG_DFL);
  }
  SmallDisk(const SmallDisk&) = delete;
  SmallDisk& operator=(const SmallDisk&) = delete;

 private:
  rlimit before_{};
};

TEST_F(Failure, WhatCouldNotBeWrittenIsFetchedAgainAfterResuming) {
  const SeedSession seed(original_.path() / "film.mkv");
  EngineHost host;
  host.add_magnet(kId, seed.magnet(), folder_.path());
  ASSERT_TRUE(host.wait_checked(kId));
  {
    const SmallDisk full(300000);
    host.want_all(kId, 4);
    ASSERT_TRUE(host.wait(kId, [](const Seen& seen) { return !seen.failures.empty(); }));
    EXPECT_EQ(host.seen(kId).failures.front().code, ErrorCode::disk_error);
  }
  resume_until_complete(host);
  EXPECT_EQ(read_fully(*host.data(kId), kFilm, 0, kSize).value(), expected());
}

TEST(ToFailure, TellsAFullDiskFromABrokenOneAndFromABadTorrent) {
  namespace lt = libtorrent;
  EXPECT_EQ(to_failure({ENOSPC, lt::system_category()}, "f").code, ErrorCode::disk_full);
  EXPECT_EQ(to_failure({EDQUOT, lt::generic_category()}, "f").code, ErrorCode::disk_full);
  EXPECT_EQ(to_failure({EACCES, lt::system_category()}, "f").code, ErrorCode::disk_error);
  EXPECT_EQ(to_failure(lt::errors::metadata_too_large, "").code, ErrorCode::bad_torrent);
  EXPECT_EQ(to_failure({EIO, lt::system_category()}, "a\nb").subject, "ab");
}

TEST(ToFailure, DescriptorsThatHaveRunOutComeBackAndAFullDiskDoesNot) {
  namespace lt = libtorrent;
  EXPECT_TRUE(is_transient({EMFILE, lt::system_category()}));
  EXPECT_TRUE(is_transient({ENFILE, lt::generic_category()}));
  EXPECT_FALSE(is_transient({ENOSPC, lt::system_category()}));
  EXPECT_FALSE(is_transient(lt::errors::metadata_too_large));
}

TEST_F(Failure, WhoWaitsForATorrentThatFailedIsToldAtOnce) {
  const SeedSession seed(original_.path() / "film.mkv");
  EngineHost host;
  host.add_magnet(kId, seed.magnet(), folder_.path());
  ASSERT_TRUE(host.wait_checked(kId));
  std::filesystem::create_directory(folder_.path() / "film.mkv");
  auto waiting = std::async(std::launch::async, [data = host.data(kId)] {
    return read_some(*data, kFilm, 500000, 10).error().code;
  });
  host.want_all(kId, 4);
  EXPECT_EQ(waiting.get(), ErrorCode::disk_error);
  EXPECT_EQ(read_some(*host.data(kId), kFilm, 500000, 10).error().code, ErrorCode::disk_error);
  std::filesystem::remove(folder_.path() / "film.mkv");
  resume_until_complete(host);
  EXPECT_EQ(read_fully(*host.data(kId), kFilm, 0, kSize).value(), expected());
}

TEST_F(Failure, TheSameTorrentTwiceIsRefused) {
  EngineHost host;
  host.add_magnet(kId, "c12fe1c06bba254a9dc9f519b335aa7c1367a88a", folder_.path());
  const auto source = parse_source("c12fe1c06bba254a9dc9f519b335aa7c1367a88a");
  host.run([&](Engine& engine) {
    const auto added =
        engine.add({"t2"}, std::get<TorrentSource>(source.value()), {folder_.path(), {}, false});
    ASSERT_FALSE(added);
    EXPECT_EQ(added.error().code, ErrorCode::bad_torrent);
  });
}

TEST_F(Failure, UnknownTorrentsAndPiecesAreIgnored) {
  const SeedSession seed(original_.path() / "film.mkv");
  EngineHost host;
  host.add_magnet(kId, seed.magnet(), folder_.path());
  ASSERT_TRUE(host.wait_checked(kId));
  host.run([](Engine& engine) {
    const base::TorrentId unknown{"nobody"};
    engine.remove(unknown, true);
    engine.pause(unknown);
    engine.resume(unknown);
    engine.save(unknown);
    engine.set_priorities(unknown, {});
    EXPECT_EQ(engine.metadata(unknown), nullptr);
    EXPECT_EQ(engine.data(unknown), nullptr);
    EXPECT_TRUE(engine.trackers(unknown).empty());
    EXPECT_EQ(engine.magnet(unknown), "");
  });
  host.want_piece(kId, -1, 7);
  host.want_piece(kId, 2000000000, 7);
  host.want_piece(kId, 3, 99);
  EXPECT_TRUE(host.wait(kId, [](const Seen& seen) { return seen.pieces.contains(3); }));
}

}  // namespace
}  // namespace magnetar::engine
