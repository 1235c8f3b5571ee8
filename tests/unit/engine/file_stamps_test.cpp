#include "engine/file_stamps.h"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <libtorrent/bencode.hpp>
#include <libtorrent/create_torrent.hpp>
#include <libtorrent/torrent_info.hpp>

#include "content.h"

namespace magnetar::engine {
namespace {

namespace lt = libtorrent;
using base::FileIndex;
using base::PieceIndex;
using std::filesystem::path;

constexpr FileIndex kFilm{0};
constexpr FileIndex kOther{1};
constexpr std::int64_t kPiece = 16384;

std::shared_ptr<const TorrentFiles> layout(const path& folder) {
  lt::file_storage files;
  files.add_file("show/film.mkv", 4 * kPiece);
  files.add_file("show/other.mkv", 2 * kPiece);
  lt::create_torrent creator(files, kPiece, lt::create_torrent::v1_only);
  for (const lt::piece_index_t piece : creator.files().piece_range())
    creator.set_hash(piece, lt::sha1_hash::max());
  std::vector<char> torrent;
  lt::bencode(std::back_inserter(torrent), creator.generate());
  return std::make_shared<const TorrentFiles>(lt::torrent_info(torrent, lt::from_span), folder.string());
}

/// The file stamps of one run of the engine.
struct Session {
  Session(const path& folder, std::vector<bool> have, const std::string& resume_data = {}) {
    store->open({6, kPiece, kPiece});
    store->checked(std::move(have));
    stamps.read(resume_data, kFileStampsKey);
    stamps.open(layout(folder));
  }
  [[nodiscard]] std::string resume_data(bool last) {
    lt::entry entry(lt::entry::dictionary_t);
    entry[kFileStampsKey] = stamps.to_entry(last);
    std::string bytes;
    lt::bencode(std::back_inserter(bytes), entry);
    return bytes;
  }

  std::shared_ptr<PieceStore> store =
      std::make_shared<PieceStore>(std::make_shared<BlockMemory>(1 << 20), [] {});
  int told = 0;
  FileStamps stamps{store, [this] { ++told; }};
};

class FileStampsTest : public ::testing::Test {
 protected:
  FileStampsTest() {
    write_content(folder_.path(), {{"show/film.mkv", 4 * kPiece}, {"show/other.mkv", 2 * kPiece}});
  }
  [[nodiscard]] path film() const { return folder_.path() / "show/film.mkv"; }
  void alter() const {
    std::fstream file(film(), std::ios::in | std::ios::out | std::ios::binary);
    file.seekp(kPiece + 5).put('x');
    file.close();
    later(film());
  }
  /// Moves the file's time on by a second, since the kernel's clock for files is coarse.
  static void later(const path& file) {
    std::filesystem::last_write_time(file, std::filesystem::last_write_time(file) + std::chrono::seconds(1));
  }
  /// Writes through the stamps, as the disk tap does.
  void write(Session& run) const {
    run.stamps.write_began({kPiece, 2 * kPiece});
    alter();
    run.stamps.write_ended({kPiece, 2 * kPiece});
  }

  const std::vector<bool> all_ = {true, true, true, true, true, true};
  TempFolder folder_;
};

TEST_F(FileStampsTest, FilesThatAreAsTheyWereLeftAreBelievedAfterARestart) {
  Session first(folder_.path(), all_);
  first.stamps.look();
  Session second(folder_.path(), all_, first.resume_data(true));
  second.stamps.look();
  EXPECT_EQ(second.told, 0);
  EXPECT_TRUE(second.store->on_disk(PieceIndex{1}));
}

TEST_F(FileStampsTest, PiecesOfAFileThatWasAlteredWhileNobodyLookedAreDoubtedAndThoseOfOthersAreNot) {
  Session first(folder_.path(), all_);
  first.stamps.look();
  alter();
  Session second(folder_.path(), all_, first.resume_data(true));
  second.stamps.look();
  EXPECT_EQ(second.told, 1);
  EXPECT_EQ(second.stamps.take_changed(), std::vector{kFilm});
  EXPECT_FALSE(second.store->on_disk(PieceIndex{3}));
  EXPECT_TRUE(second.store->believed(PieceIndex{3}));
  EXPECT_TRUE(second.store->on_disk(PieceIndex{4}));
}

TEST_F(FileStampsTest, WhatWeWriteChangesNothing) {
  Session run(folder_.path(), all_);
  run.stamps.look();
  write(run);
  run.stamps.look();
  EXPECT_EQ(run.told, 0);
}

TEST_F(FileStampsTest, WritesIntoAFileThatWasDeletedMeanwhileAreNotBelieved) {
  Session run(folder_.path(), all_);
  run.stamps.look();
  run.stamps.write_began({0, kPiece});
  std::filesystem::remove_all(folder_.path() / "show");
  run.stamps.write_ended({0, kPiece});
  EXPECT_EQ(run.stamps.take_changed(), std::vector{kFilm});
  EXPECT_FALSE(run.store->on_disk(PieceIndex{0}));
}

TEST_F(FileStampsTest, AFilmThatWasBeingFetchedWhenTheDaemonWasKilledIsOurs) {
  Session first(folder_.path(), {true, true, false, false, true, true});
  first.stamps.look();
  write(first);
  const std::string saved = first.resume_data(false);
  alter();  // a block written after the last save
  Session second(folder_.path(), {true, true, false, false, true, true}, saved);
  second.stamps.look();
  EXPECT_EQ(second.told, 0);
}

TEST_F(FileStampsTest, AFilmThatWasBeingFetchedIsCheckedWhenItIsMuchYoungerThanTheLastSave) {
  Session first(folder_.path(), {true, true, false, false, true, true});
  first.stamps.look();
  write(first);
  const std::string saved = first.resume_data(false);
  std::filesystem::last_write_time(film(),
                                   std::filesystem::file_time_type::clock::now() + std::chrono::minutes(5));
  Session second(folder_.path(), {true, true, false, false, true, true}, saved);
  second.stamps.look();
  EXPECT_EQ(second.stamps.take_changed(), std::vector{kFilm});
}

TEST_F(FileStampsTest, AFilmThatWasCompleteWhenTheDaemonWasKilledIsCheckedWhenItIsAltered) {
  Session first(folder_.path(), all_);
  first.stamps.look();
  write(first);
  const std::string saved = first.resume_data(false);
  alter();
  Session second(folder_.path(), all_, saved);
  second.stamps.look();
  EXPECT_EQ(second.stamps.take_changed(), std::vector{kFilm});
}

TEST_F(FileStampsTest, ACheckThatIsBrokenOffIsDoneAgainAfterTheRestart) {
  Session first(folder_.path(), all_);
  first.stamps.look();
  alter();
  first.stamps.look();
  first.stamps.check_begins(first.stamps.take_changed());
  Session second(folder_.path(), all_, first.resume_data(true));
  second.stamps.look();
  EXPECT_EQ(second.stamps.take_changed(), std::vector{kFilm});
}

TEST_F(FileStampsTest, AFileThatHasBeenCheckedIsBelievedAsItIsNow) {
  Session first(folder_.path(), all_);
  first.stamps.look();
  alter();
  first.stamps.look();
  const auto changed = first.stamps.take_changed();
  first.stamps.check_begins(changed);
  first.stamps.check_ended(changed);
  first.stamps.look();
  EXPECT_EQ(first.told, 1);
  Session second(folder_.path(), all_, first.resume_data(true));
  second.stamps.look();
  EXPECT_EQ(second.told, 0);
}

TEST_F(FileStampsTest, AFileThatIsChangedWhileItIsCheckedIsCheckedOnceMore) {
  Session run(folder_.path(), all_);
  run.stamps.look();
  alter();
  run.stamps.look();
  const auto changed = run.stamps.take_changed();
  run.stamps.check_begins(changed);
  alter();
  run.stamps.look();
  run.stamps.check_ended(changed);
  EXPECT_EQ(run.stamps.take_changed(), std::vector{kFilm});
}

TEST_F(FileStampsTest, ResumeDataThatIsDamagedGivesNoStamps) {
  for (const std::string damaged :
       {"", "no dictionary", "d14:magnetar files3:abce", "d14:magnetar filesd6:stamps5:12345ee"}) {
    Session run(folder_.path(), all_, damaged);
    EXPECT_TRUE(run.stamps.empty()) << damaged;
  }
}

}  // namespace
}  // namespace magnetar::engine
