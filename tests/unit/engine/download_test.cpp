#include <gtest/gtest.h>

#include <algorithm>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <future>
#include <random>

#include "content.h"
#include "engine_host.h"
#include "support/seed_session.h"

namespace magnetar::engine {
namespace {

using testing::SeedOptions;
using testing::SeedSession;
using testing::TorrentKind;

const base::TorrentId kId{"t1"};

/// Reads random ranges of every file until each was read often, comparing with the original.
void expect_random_ranges_equal(EngineHost& host, const std::filesystem::path& original, int reads) {
  const auto metadata = host.metadata(kId);
  const auto data = host.data(kId);
  std::mt19937_64 random(7);
  for (const TorrentFile& file : metadata->files) {
    const std::string expected = read_whole(original / file.path);
    ASSERT_EQ(static_cast<std::int64_t>(expected.size()), file.in_torrent.size());
    for (int i = 0; i < reads && !expected.empty(); ++i) {
      const std::size_t offset = random() % expected.size();
      const std::size_t length = 1 + random() % 100000;
      const auto bytes = read_fully(*data, file.index, static_cast<std::int64_t>(offset), length);
      ASSERT_TRUE(bytes) << bytes.error().message;
      ASSERT_EQ(bytes.value(), expected.substr(offset, length)) << file.path << " at " << offset;
    }
  }
}

const std::vector<ContentFile> kOddFiles{
    {"show/a/first.mkv", 1234567}, {"show/a/empty.txt", 0}, {"show/b.srt", 777},
    {"show/c.mkv", 65536},         {"show/d.bin", 1},       {"show/z.mkv", 400001}};

struct Shape {
  TorrentKind kind;
  int piece_size;
  bool padded;
};

class AnyTorrent : public ::testing::TestWithParam<Shape> {};

TEST_P(AnyTorrent, ServesExactlyTheBytesOfEveryFileWhileDownloading) {
  const TempFolder original;
  const TempFolder folder;
  write_content(original.path(), kOddFiles);
  SeedOptions options;
  options.kind = GetParam().kind;
  options.piece_size = GetParam().piece_size;
  options.padded = GetParam().padded;
  const SeedSession seed(original.path() / "show", options);
  EngineHost host;
  host.add_magnet(kId, seed.magnet(), folder.path());
  ASSERT_TRUE(host.wait_checked(kId));
  const auto metadata = host.metadata(kId);
  EXPECT_EQ(metadata->name, "show");
  EXPECT_EQ(metadata->size, 1234567 + 777 + 65536 + 1 + 400001);
  EXPECT_EQ(metadata->piece_length, GetParam().piece_size);
  EXPECT_EQ(metadata->files.size(), kOddFiles.size());
  host.want_all(kId, 4);
  expect_random_ranges_equal(host, original.path(), 40);
  ASSERT_TRUE(host.wait(kId, [&](const Seen& seen) { return seen.status.done == metadata->size; }));
  for (const ContentFile& file : kOddFiles) {
    const auto index = host.file(kId, file.path);
    EXPECT_EQ(host.data(kId)->verified_bytes(index, {0, 1 << 30}), static_cast<std::int64_t>(file.size))
        << file.path;
    if (file.size > 0) {
      EXPECT_EQ(read_whole(folder.path() / file.path), read_whole(original.path() / file.path));
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Kinds, AnyTorrent,
                         ::testing::Values(Shape{TorrentKind::v1, 16 * 1024, false},
                                           Shape{TorrentKind::v1, 256 * 1024, false},
                                           Shape{TorrentKind::v1, 64 * 1024, true},
                                           Shape{TorrentKind::v2, 64 * 1024, false},
                                           Shape{TorrentKind::hybrid, 32 * 1024, false},
                                           Shape{TorrentKind::hybrid, 1024 * 1024, false}));

class OneFilm : public ::testing::Test {
 protected:
  static constexpr std::size_t kSize = 3 * 1024 * 1024 + 12345;
  static constexpr base::FileIndex kFilm{0};

  OneFilm() { write_content(original_.path(), {{"film.mkv", kSize}}); }
  std::string expected() const { return read_whole(original_.path() / "film.mkv"); }

  TempFolder original_;
  TempFolder folder_;
};

TEST_F(OneFilm, StartsWithinSecondsFromAMagnetLink) {
  const SeedSession seed(original_.path() / "film.mkv");
  EngineHost host;
  const auto start = std::chrono::steady_clock::now();
  host.add_magnet(kId, seed.magnet(), folder_.path());
  ASSERT_TRUE(host.wait_checked(kId));
  host.want_piece(kId, 0, 7);
  const auto bytes = read_some(*host.data(kId), kFilm, 0, 100);
  ASSERT_TRUE(bytes) << bytes.error().message;
  EXPECT_EQ(bytes.value(), expected().substr(0, 100));
  const auto taken = std::chrono::steady_clock::now() - start;
  RecordProperty("milliseconds", static_cast<int>(taken / std::chrono::milliseconds(1)));
  EXPECT_LT(taken, std::chrono::seconds(10));
}

TEST_F(OneFilm, NoWrongByteIsServedWithACorruptSeederBesideAGoodOne) {
  SeedOptions slow;
  slow.upload_limit = 1024 * 1024;
  SeedOptions corrupt;
  corrupt.corrupt = true;
  corrupt.listen = "127.0.0.2:0";
  const SeedSession good(original_.path() / "film.mkv", slow);
  const SeedSession bad(original_.path() / "film.mkv", corrupt);
  EngineHost host;
  host.add_magnet(kId, good.magnet() + bad.peer_parameter(), folder_.path());
  ASSERT_TRUE(host.wait_checked(kId));
  host.want_all(kId, 4);
  expect_random_ranges_equal(host, original_.path(), 60);
  EXPECT_GT(bad.uploaded(), 0) << "the corrupt seeder was asked, too";
}

TEST_F(OneFilm, ATorrentThatWantsNothingFetchesNothing) {
  const SeedSession seed(original_.path() / "film.mkv");
  EngineHost host;
  host.add_magnet(kId, seed.magnet(), folder_.path());
  ASSERT_TRUE(host.wait_checked(kId));
  ASSERT_TRUE(host.wait(kId, [](const Seen& seen) { return seen.status.seeds == 1; }));
  host.want_piece(kId, 5, 1);
  ASSERT_TRUE(host.wait(kId, [](const Seen& seen) { return seen.pieces.contains(5); }));
  ASSERT_TRUE(host.wait(kId, [](const Seen& seen) { return seen.status.done > 0; }));
  EXPECT_EQ(host.seen(kId).pieces, (std::set<int>{5}));
  EXPECT_EQ(host.seen(kId).status.done, 64 * 1024);
  EXPECT_EQ(seed.uploaded(), 64 * 1024);
  EXPECT_EQ(host.seen(kId).status.seeds, 1) << "an idle torrent keeps its seeder";
}

TEST_F(OneFilm, AReadWaitsForItsPieceAndIsWokenByIt) {
  const SeedSession seed(original_.path() / "film.mkv");
  EngineHost host;
  host.add_magnet(kId, seed.magnet(), folder_.path());
  ASSERT_TRUE(host.wait_checked(kId));
  const auto data = host.data(kId);
  auto waiting = std::async(std::launch::async, [&] { return read_some(*data, kFilm, 2000000, 1000); });
  host.want_piece(kId, 2000000 / (64 * 1024), 7);
  const auto bytes = waiting.get();
  ASSERT_TRUE(bytes) << bytes.error().message;
  EXPECT_EQ(bytes.value(), expected().substr(2000000, 1000));
}

TEST_F(OneFilm, ReadsNoFurtherThanWhatIsVerified) {
  const SeedSession seed(original_.path() / "film.mkv");
  EngineHost host;
  host.add_magnet(kId, seed.magnet(), folder_.path());
  ASSERT_TRUE(host.wait_checked(kId));
  host.want_piece(kId, 0, 7);
  host.want_piece(kId, 1, 7);
  ASSERT_TRUE(host.wait(kId, [](const Seen& seen) { return seen.pieces.size() == 2; }));
  const auto data = host.data(kId);
  EXPECT_EQ(read_some(*data, kFilm, 100, 1000000).value(), expected().substr(100, 128 * 1024 - 100));
  EXPECT_EQ(data->verified_bytes(kFilm, {100, 1000000}), 128 * 1024 - 100);
}

TEST_F(OneFilm, ReadingPastTheEndGivesNothing) {
  const SeedSession seed(original_.path() / "film.mkv");
  EngineHost host;
  host.add_magnet(kId, seed.magnet(), folder_.path());
  ASSERT_TRUE(host.wait_checked(kId));
  const auto data = host.data(kId);
  EXPECT_EQ(read_some(*data, kFilm, kSize, 10).value(), "");
  EXPECT_EQ(read_some(*data, kFilm, 1LL << 60, 10).value(), "");
  for (const int file : {-1, 1, 2000000000})
    EXPECT_EQ(read_some(*data, base::FileIndex{file}, 0, 10).error().code, base::ErrorCode::unknown_file);
  EXPECT_EQ(read_some(*data, kFilm, -1, 10).error().code, base::ErrorCode::unknown_file);
}

TEST_F(OneFilm, PausingStopsAndResumingGoesOn) {
  const SeedSession seed(original_.path() / "film.mkv");
  EngineHost host;
  host.add_magnet(kId, seed.magnet(), folder_.path());
  ASSERT_TRUE(host.wait_checked(kId));
  ASSERT_TRUE(host.wait(kId, [](const Seen& seen) { return seen.status.seeds == 1; }));
  host.run([](Engine& engine) { engine.pause(kId); });
  ASSERT_TRUE(host.wait(kId, [](const Seen& seen) { return seen.status.paused && seen.status.peers == 0; }));
  host.want_all(kId, 4);
  host.run([](Engine& engine) { engine.resume(kId); });
  EXPECT_EQ(read_fully(*host.data(kId), kFilm, 0, kSize).value(), expected());
  ASSERT_TRUE(host.wait(kId, [](const Seen& seen) { return !seen.status.paused; }));
}

TEST_F(OneFilm, ADownloadLimitHoldsOnLoopbackToo) {
  const SeedSession seed(original_.path() / "film.mkv");
  NetworkSettings network = private_swarm();
  network.download_limit = 1024 * 1024;
  EngineHost host({network, {}});
  host.add_magnet(kId, seed.magnet(), folder_.path());
  ASSERT_TRUE(host.wait_checked(kId));
  const auto start = std::chrono::steady_clock::now();
  host.want_all(kId, 4);
  EXPECT_EQ(read_fully(*host.data(kId), kFilm, 0, kSize).value().size(), kSize);
  EXPECT_GT(std::chrono::steady_clock::now() - start, std::chrono::milliseconds(1500));
}

TEST(Engine, BlocksThatTwoFilesShareLieInTheFilesNotInAPartFile) {
  const TempFolder original;
  const TempFolder folder;
  write_content(original.path(), {{"show/a.mkv", 100000}, {"show/b.mkv", 100000}, {"show/c.mkv", 100000}});
  SeedOptions options;
  options.kind = TorrentKind::v1;
  const SeedSession seed(original.path() / "show", options);
  EngineHost host;
  host.add_magnet(kId, seed.magnet(), folder.path());
  ASSERT_TRUE(host.wait_checked(kId));
  for (const char* path : {"show/b.mkv", "show/a.mkv", "show/c.mkv"}) {
    const auto file = host.file(kId, path);
    host.want_file(kId, file, 7);
    EXPECT_EQ(read_fully(*host.data(kId), file, 0, 100000).value(), read_whole(original.path() / path))
        << path;
  }
  for (const auto& entry : std::filesystem::directory_iterator(folder.path()))
    EXPECT_EQ(entry.path().filename(), "show") << "only the torrent's own folder is there";
}

TEST(Engine, SanitisesNamesThatLeaveTheFolder) {
  const TempFolder folder;
  std::string bytes = "d4:infod5:filesld6:lengthi3e4:pathl2:..2:..10:passwd\xe2\x80\xae";
  bytes += "xee";
  bytes += "d6:lengthi3e4:pathl3:a/b3:c\n\x01";
  bytes += "eee4:name5:../..12:piece lengthi16384e6:pieces20:12345678901234567890ee";
  const auto source = parse_torrent_file(bytes);
  ASSERT_TRUE(source) << source.error().message;
  EngineHost host;
  host.add(kId, source.value(), {folder.path() / "inside", {}, false});
  ASSERT_TRUE(host.wait_checked(kId));
  for (const TorrentFile& file : host.metadata(kId)->files) {
    const std::filesystem::path path(file.path);
    EXPECT_TRUE(path.is_relative()) << path;
    EXPECT_EQ(std::find(path.begin(), path.end(), ".."), path.end()) << path;
    EXPECT_EQ(file.path.find('\n'), std::string::npos);
    EXPECT_EQ(file.path.find("\xe2\x80\xae"), std::string::npos);
  }
}

bool accepts(const char* address, int port) {
  boost::asio::io_context context;
  boost::asio::ip::tcp::socket socket(context);
  boost::system::error_code error;
  socket.connect({boost::asio::ip::make_address(address), static_cast<std::uint16_t>(port)}, error);
  return !error;
}

TEST(Engine, ListensWhereItIsToldAlsoAfterAChange) {
  EngineHost host;
  const TempFolder folder;
  host.add_magnet(kId, "magnet:?xt=urn:btih:" + std::string(40, 'a'), folder.path());
  const int port = host.wait_for_port_other_than(0);
  EXPECT_TRUE(accepts("127.0.0.1", port));
  NetworkSettings other = private_swarm();
  other.listen_interfaces = "127.0.0.2:0";
  host.run([&](Engine& engine) { engine.apply(other); });
  EXPECT_TRUE(accepts("127.0.0.2", host.wait_for_port_other_than(port)));
}

}  // namespace
}  // namespace magnetar::engine
