#include "library/library.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "support/temp_dir.h"

namespace magnetar::library {
namespace {

TorrentRecord record(const std::string& id) {
  TorrentRecord record;
  record.id.value = id;
  record.info_hash = {"0123456789abcdef0123456789abcdef01234567", ""};
  record.name = "Ein Film – 映画";
  record.source = "magnet:?xt=urn:btih:0123456789abcdef0123456789abcdef01234567";
  record.torrent_file = std::string("d4:info\0e", 9);
  record.folder = "/films/0123";
  record.paused = true;
  record.selected = {base::FileIndex{0}, base::FileIndex{7}};
  record.added_at = 1700000000;
  record.opened_at = 1700000001;
  return record;
}

Library open(const std::filesystem::path& file) {
  auto library = Library::open(file);
  EXPECT_TRUE(library);
  return std::move(library.value());
}

TEST(Library, FindsTorrentsAgainAfterItWasOpenedAnew) {
  const tests::TempDir folder;
  {
    const auto library = open(folder / "library.db");
    ASSERT_TRUE(library.put(record("a")));
    ASSERT_TRUE(library.put_resume_data({"a"}, std::string_view("re\0sume", 7)));
  }
  const auto library = open(folder / "library.db");
  const auto torrents = library.torrents();
  ASSERT_TRUE(torrents);
  ASSERT_EQ(torrents.value().size(), 1U);
  const auto& found = torrents.value().front();
  const auto expected = record("a");
  EXPECT_EQ(found.id, expected.id);
  EXPECT_EQ(found.info_hash, expected.info_hash);
  EXPECT_EQ(found.name, expected.name);
  EXPECT_EQ(found.source, expected.source);
  EXPECT_EQ(found.torrent_file, expected.torrent_file);
  EXPECT_EQ(found.folder, expected.folder);
  EXPECT_TRUE(found.paused);
  EXPECT_EQ(found.selected, expected.selected);
  EXPECT_EQ(found.added_at, 1700000000);
  EXPECT_EQ(found.opened_at, 1700000001);
  EXPECT_EQ(found.resume_data, std::string("re\0sume", 7));
}

TEST(Library, ListsTheNewestTorrentFirst) {
  const tests::TempDir folder;
  const auto library = open(folder / "library.db");
  auto older = record("a");
  auto newer = record("b");
  newer.added_at = older.added_at + 1;
  ASSERT_TRUE(library.put(newer));
  ASSERT_TRUE(library.put(older));
  const auto torrents = library.torrents();
  ASSERT_EQ(torrents.value().size(), 2U);
  EXPECT_EQ(torrents.value()[0].id.value, "b");
}

TEST(Library, ChangingATorrentKeepsItsResumeData) {
  const tests::TempDir folder;
  const auto library = open(folder / "library.db");
  auto changed = record("a");
  ASSERT_TRUE(library.put(changed));
  ASSERT_TRUE(library.put_resume_data({"a"}, "resume"));
  changed.paused = false;
  ASSERT_TRUE(library.put(changed));
  const auto torrents = library.torrents();
  EXPECT_FALSE(torrents.value().front().paused);
  EXPECT_EQ(torrents.value().front().resume_data, "resume");
}

TEST(Library, RemovingATorrentRemovesItsResumeDataAndKeepsItsPositions) {
  const tests::TempDir folder;
  const auto library = open(folder / "library.db");
  ASSERT_TRUE(library.put(record("a")));
  ASSERT_TRUE(library.put_resume_data({"a"}, "resume"));
  ASSERT_TRUE(library.put_position(record("a").info_hash.best(), base::FileIndex{7}, {61.5, 5400}));
  ASSERT_TRUE(library.remove({"a"}));
  ASSERT_TRUE(library.put(record("a")));
  EXPECT_EQ(library.torrents().value().front().resume_data, "");
  EXPECT_EQ(library.position(record("a").info_hash.best(), base::FileIndex{7}).value().seconds, 61.5);
}

TEST(Library, ResumeDataOfARemovedTorrentIsDropped) {
  const tests::TempDir folder;
  const auto library = open(folder / "library.db");
  EXPECT_TRUE(library.put_resume_data({"gone"}, "resume"));
  EXPECT_TRUE(library.torrents().value().empty());
}

TEST(Library, AnUnknownPositionIsZero) {
  const tests::TempDir folder;
  const auto position = open(folder / "library.db").position("abc", base::FileIndex{0});
  ASSERT_TRUE(position);
  EXPECT_EQ(position.value().seconds, 0);
  EXPECT_EQ(position.value().duration, 0);
}

TEST(Library, KeepsTheSessionState) {
  const tests::TempDir folder;
  const auto library = open(folder / "library.db");
  EXPECT_EQ(library.session_state().value(), "");
  ASSERT_TRUE(library.put_session_state("one"));
  ASSERT_TRUE(library.put_session_state(std::string_view("tw\0o", 4)));
  EXPECT_EQ(library.session_state().value(), std::string("tw\0o", 4));
}

TEST(Library, KeepsHowAFilmIsMadeByInfoHashAndFile) {
  const tests::TempDir folder;
  const auto library = open(folder / "library.db");
  EXPECT_EQ(library.probe("hash", base::FileIndex{1}).value(), "");
  ASSERT_TRUE(library.put_probe("hash", base::FileIndex{1}, "old"));
  ASSERT_TRUE(library.put_probe("hash", base::FileIndex{1}, "new"));
  EXPECT_EQ(library.probe("hash", base::FileIndex{1}).value(), "new");
  EXPECT_EQ(library.probe("hash", base::FileIndex{2}).value(), "");
}

TEST(Library, ForgetsTheOldestOfAThousandFilms) {
  const tests::TempDir folder;
  const auto library = open(folder / "library.db");
  for (std::int32_t file = 0; file < 1001; ++file) {
    ASSERT_TRUE(library.put_probe("hash", base::FileIndex{file}, "text"));
  }
  EXPECT_EQ(library.probe("hash", base::FileIndex{0}).value(), "");
  EXPECT_EQ(library.probe("hash", base::FileIndex{1}).value(), "text");
  EXPECT_EQ(library.probe("hash", base::FileIndex{1000}).value(), "text");
}

TEST(Library, BringsAFileOfTheFirstVersionUpToDate) {
  const tests::TempDir folder;
  { ASSERT_TRUE(open(folder / "library.db").put(record("a"))); }
  {
    const auto database = Database::open(folder / "library.db");
    ASSERT_TRUE(
        database.value().execute("DROP TABLE kept; ALTER TABLE positions DROP COLUMN watched_at; "
                                 "DROP TABLE probes; DROP TABLE restores; PRAGMA user_version = 1"));
  }
  const auto library = open(folder / "library.db");
  EXPECT_EQ(library.torrents().value().size(), 1U);
  EXPECT_TRUE(library.put_probe("hash", base::FileIndex{1}, "text"));
}

TEST(Library, KnowsWhatIsKeptAndWhatWasWatchedLast) {
  const tests::TempDir folder;
  const auto library = open(folder / "library.db");
  ASSERT_TRUE(library.put(record("a")));
  ASSERT_TRUE(library.put_position("hash", base::FileIndex{4}, {10, 60}));
  ASSERT_TRUE(library.put_position("hash", base::FileIndex{2}, {20, 60}));
  ASSERT_TRUE(library.put_position("hash", base::FileIndex{4}, {11, 60}));
  const auto watched = library.watched("hash").value();
  ASSERT_EQ(watched.size(), 2U);
  EXPECT_EQ(watched[0].file, base::FileIndex{4});
  EXPECT_EQ(watched[0].position.seconds, 11);
  ASSERT_TRUE(library.put_kept({"a"}, {base::FileIndex{0}, base::FileIndex{1}}));
  ASSERT_TRUE(library.drop_kept({"a"}, {base::FileIndex{1}}));
  ASSERT_TRUE(library.put_kept_path({{"a"}, base::FileIndex{0}, "/home/film.mkv"}));
  ASSERT_TRUE(library.put_kept({"gone"}, {base::FileIndex{0}}));
  ASSERT_EQ(library.kept().value().size(), 1U);
  EXPECT_EQ(library.kept().value()[0].path, "/home/film.mkv");
  ASSERT_TRUE(library.remove({"a"}));
  EXPECT_TRUE(library.kept().value().empty());
}

TEST(Library, BringsAFileOfTheSecondVersionUpToDate) {
  const tests::TempDir folder;
  { ASSERT_TRUE(open(folder / "library.db").put(record("a"))); }
  {
    const auto database = Database::open(folder / "library.db");
    ASSERT_TRUE(
        database.value().execute("DROP TABLE kept; ALTER TABLE positions DROP COLUMN watched_at; "
                                 "DROP TABLE restores; PRAGMA user_version = 2"));
  }
  const auto library = open(folder / "library.db");
  EXPECT_EQ(library.restore_failures({"a"}).value(), 0);
  ASSERT_TRUE(library.put_restore_failures({"a"}, 2));
  EXPECT_EQ(library.restore_failures({"a"}).value(), 2);
}

TEST(Library, ForgetsEverythingOfAnInfoHash) {
  const tests::TempDir folder;
  const auto library = open(folder / "library.db");
  const std::string hash = record("a").info_hash.best();
  ASSERT_TRUE(library.put(record("a")));
  ASSERT_TRUE(library.put_position(hash, base::FileIndex{7}, {61.5, 5400}));
  ASSERT_TRUE(library.put_probe(hash, base::FileIndex{7}, "probe"));
  ASSERT_TRUE(Library::back_up(folder / "library.db"));
  ASSERT_TRUE(library.remove({"a"}));
  ASSERT_TRUE(library.forget(hash));
  EXPECT_EQ(library.position(hash, base::FileIndex{7}).value().seconds, 0);
  EXPECT_EQ(library.probe(hash, base::FileIndex{7}).value(), "");
  for (const auto& file : std::filesystem::directory_iterator(folder.path())) {
    std::ifstream stream(file.path(), std::ios::binary);
    const std::string bytes{std::istreambuf_iterator<char>(stream), {}};
    EXPECT_EQ(bytes.find(hash), std::string::npos) << file.path();
    EXPECT_EQ(bytes.find("Ein Film"), std::string::npos) << file.path();
  }
}

void damage(const std::filesystem::path& file, const std::string& way) {
  if (way == "garbage") std::ofstream(file) << std::string(8192, 'x');
  if (way == "truncated") std::filesystem::resize_file(file, 6000);
  if (way == "emptied") std::filesystem::resize_file(file, 0);
  if (way != "a page of zeros") return;
  std::fstream stream(file, std::ios::binary | std::ios::in | std::ios::out);
  stream.seekp(4096);
  stream << std::string(4096, '\0');
}

class DamagedLibrary : public testing::TestWithParam<const char*> {};

TEST_P(DamagedLibrary, IsPutAsideForItsCopy) {
  const tests::TempDir folder;
  const auto file = folder / "library.db";
  { ASSERT_TRUE(open(file).put(record("a"))); }
  ASSERT_TRUE(Library::back_up(file));
  damage(file, GetParam());
  const auto opened = Library::open_or_replace(file);
  ASSERT_TRUE(opened);
  EXPECT_TRUE(opened.value().from_copy);
  EXPECT_TRUE(std::filesystem::exists(opened.value().put_aside));
  EXPECT_EQ(opened.value().library.torrents().value().size(), 1U);
}

INSTANTIATE_TEST_SUITE_P(EveryWay, DamagedLibrary,
                         testing::Values("garbage", "truncated", "emptied", "a page of zeros"));

TEST(Library, ADamagedOneWithoutACopyIsPutAsideForANewOne) {
  const tests::TempDir folder;
  const auto file = folder / "library.db";
  std::ofstream(file) << std::string(8192, 'x');
  std::ofstream(folder / "library.db.damaged-1") << "an older one";
  const auto opened = Library::open_or_replace(file);
  ASSERT_TRUE(opened);
  EXPECT_FALSE(opened.value().from_copy);
  EXPECT_EQ(opened.value().put_aside, folder / "library.db.damaged-2");
  EXPECT_TRUE(opened.value().library.put(record("a")));
}

TEST(Library, AGoodOneIsNotReplacedAndNeitherIsOneOfANewerVersion) {
  const tests::TempDir folder;
  const auto file = folder / "library.db";
  EXPECT_TRUE(Library::open_or_replace(file).value().put_aside.empty());
  { ASSERT_TRUE(open(file).put(record("a"))); }
  EXPECT_EQ(Library::open_or_replace(file).value().library.torrents().value().size(), 1U);
  ASSERT_TRUE(Database::open(file).value().execute("PRAGMA user_version = 99"));
  EXPECT_FALSE(Library::open_or_replace(file));
  EXPECT_TRUE(std::filesystem::exists(file));
}

TEST(Library, IsReadableByItsOwnerOnly) {
  const tests::TempDir folder;
  const auto library = open(folder / "library.db");
  struct stat info {};
  ASSERT_EQ(::stat((folder / "library.db").c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777U, 0600U);
}

TEST(Library, RefusesAFileThatIsNoDatabase) {
  const tests::TempDir folder;
  std::ofstream(folder / "library.db") << std::string(8192, 'x');
  const auto library = Library::open(folder / "library.db");
  ASSERT_FALSE(library);
  EXPECT_EQ(static_cast<int>(library.error().code), 1007);
}

TEST(Library, RefusesAFileOfANewerVersion) {
  const tests::TempDir folder;
  {
    const auto database = Database::open(folder / "library.db");
    ASSERT_TRUE(database.value().execute("PRAGMA user_version = 99"));
  }
  EXPECT_FALSE(Library::open(folder / "library.db"));
}

}  // namespace
}  // namespace magnetar::library
