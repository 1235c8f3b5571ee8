// Files that another program alters are never read as verified, and their missing pieces are downloaded
// again.
#include <gtest/gtest.h>

#include <fstream>

#include "content.h"
#include "engine_host.h"
#include "support/seed_session.h"

namespace magnetar::engine {
namespace {

using std::filesystem::path;
using testing::SeedOptions;
using testing::SeedSession;
using testing::TorrentKind;

const base::TorrentId kId{"t1"};
constexpr std::size_t kSize = 1024 * 1024 + 321;
constexpr std::int64_t kWhole = 1024 * 1024 + 321 + 200'000;

void put(const path& film, std::ios::openmode mode, std::int64_t at, std::size_t count) {
  std::fstream file(film, mode | std::ios::out | std::ios::binary);
  file.seekp(at);
  file << std::string(count, 'x');
}

struct Way {
  const char* name;
  std::function<void(const path& film)> alter;
};

const std::vector<Way> kWays{
    {"OneByte", [](const path& film) { put(film, std::ios::in, 300'000, 1); }},
    {"Truncated", [](const path& film) { std::filesystem::resize_file(film, 200'000); }},
    {"TruncatedAndGrown",
     [](const path& film) {
       std::filesystem::resize_file(film, 200'000);
       std::filesystem::resize_file(film, kSize);
     }},
    {"Longer", [](const path& film) { std::filesystem::resize_file(film, kSize + 1000); }},
    {"Replaced",
     [](const path& film) {
       put(film.string() + ".new", std::ios::trunc, 0, kSize);
       std::filesystem::rename(film.string() + ".new", film);
     }},
    {"Deleted", [](const path& film) { std::filesystem::remove(film); }},
    {"FolderDeleted", [](const path& film) { std::filesystem::remove_all(film.parent_path()); }},
};

std::string name_of(const ::testing::TestParamInfo<std::tuple<TorrentKind, Way>>& info) {
  const char* kinds[] = {"V1", "V2", "Hybrid"};
  return std::string(kinds[static_cast<int>(std::get<0>(info.param))]) + std::get<1>(info.param).name;
}

class AlteredFiles : public ::testing::TestWithParam<std::tuple<TorrentKind, Way>> {
 protected:
  AlteredFiles() { write_content(original_.path(), {{"show/film.mkv", kSize}, {"show/other.mkv", 200'000}}); }
  [[nodiscard]] SeedOptions options() const {
    SeedOptions options;
    options.kind = std::get<0>(GetParam());
    return options;
  }
  void alter() const { std::get<1>(GetParam()).alter(folder_.path() / "show/film.mkv"); }
  [[nodiscard]] std::string original(const char* name) const { return read_whole(original_.path() / name); }
  void fetch_all(EngineHost& host, const SeedSession& seed) const {
    host.add_magnet(kId, seed.magnet(), folder_.path());
    ASSERT_TRUE(host.wait_checked(kId));
    host.want_all(kId, 4);
    ASSERT_TRUE(host.wait(kId, [](const Seen& seen) { return seen.status.done == kWhole; }));
  }
  static std::string read(EngineHost& host, const char* name, std::size_t size) {
    return read_fully(*host.data(kId), host.file(kId, name), 0, size).value();
  }
  void expect_whole_again(EngineHost& host) const {
    EXPECT_EQ(read(host, "show/film.mkv", kSize), original("show/film.mkv"));
    EXPECT_EQ(read(host, "show/other.mkv", 200'000), original("show/other.mkv"));
    EXPECT_TRUE(host.wait(kId, [](const Seen& seen) {
      return seen.status.done == kWhole && !seen.status.checking;
    })) << host.seen(kId).status.done;
    // Bytes that another program wrote behind the film stay in the file.
    EXPECT_TRUE(read_whole(folder_.path() / "show/film.mkv").starts_with(original("show/film.mkv")));
    EXPECT_FALSE(host.seen(kId).files_changed.empty());
  }

  TempFolder original_;
  TempFolder folder_;
};

TEST_P(AlteredFiles, AreFetchedAgainWhenSomebodyReadsThem) {
  const SeedSession seed(original_.path() / "show", options());
  EngineHost host;
  fetch_all(host, seed);
  EXPECT_EQ(read(host, "show/film.mkv", 1000), original("show/film.mkv").substr(0, 1000));
  alter();
  expect_whole_again(host);
}

TEST_P(AlteredFiles, AreFetchedAgainAfterARestart) {
  const SeedSession seed(original_.path() / "show", options());
  Seen kept;
  {
    EngineHost host;
    fetch_all(host, seed);
    host.stop();
    kept = host.seen(kId);
  }
  alter();
  EngineHost host;
  auto source = parse_torrent_file(kept.torrent_file);
  const auto magnet = parse_source(seed.magnet());
  host.add(kId, with_peers_of(std::move(source.value()), std::get<TorrentSource>(magnet.value())),
           {folder_.path(), kept.resume_data, false});
  ASSERT_TRUE(host.wait_checked(kId));
  host.want_all(kId, 4);
  expect_whole_again(host);
}

INSTANTIATE_TEST_SUITE_P(Ways, AlteredFiles,
                         ::testing::Combine(::testing::Values(TorrentKind::v1, TorrentKind::v2,
                                                              TorrentKind::hybrid),
                                            ::testing::ValuesIn(kWays)),
                         name_of);

class TouchedFile : public AlteredFiles {};

TEST_P(TouchedFile, IsReadAgainAndNothingOfItIsFetched) {
  EngineHost host;
  {
    const SeedSession seed(original_.path() / "show", options());
    fetch_all(host, seed);
  }
  EXPECT_EQ(read(host, "show/film.mkv", 1000), original("show/film.mkv").substr(0, 1000));
  alter();
  expect_whole_again(host);
}

INSTANTIATE_TEST_SUITE_P(
    Ways, TouchedFile,
    ::testing::Combine(::testing::Values(TorrentKind::v1, TorrentKind::v2, TorrentKind::hybrid),
                       ::testing::Values(Way{"Touched",
                                             [](const path& film) {
                                               std::filesystem::last_write_time(
                                                   film, std::filesystem::last_write_time(film) +
                                                             std::chrono::seconds(1));
                                             }})),
    name_of);

}  // namespace
}  // namespace magnetar::engine
