#include "engine/piece_reader.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <array>
#include <iterator>
#include <libtorrent/bencode.hpp>
#include <libtorrent/create_torrent.hpp>

#include "content.h"

namespace magnetar::engine {
namespace {

namespace lt = libtorrent;
using base::ErrorCode;
using base::FileIndex;

constexpr FileIndex kFirst{0};
constexpr FileIndex kSecond{1};
constexpr std::int64_t kPiece = 16384;
constexpr std::int64_t kFirstSize = 20000;   // ends inside the second piece
constexpr std::int64_t kSecondSize = 60000;  // ends inside the fifth piece

std::shared_ptr<const TorrentFiles> layout(const std::filesystem::path& folder) {
  lt::file_storage files;
  files.add_file("film/a.mkv", kFirstSize);
  files.add_file("film/b.mkv", kSecondSize);
  lt::create_torrent creator(files, kPiece, lt::create_torrent::v1_only);
  for (const lt::piece_index_t piece : creator.files().piece_range())
    creator.set_hash(piece, lt::sha1_hash::max());
  std::vector<char> torrent;
  lt::bencode(std::back_inserter(torrent), creator.generate());
  return std::make_shared<const TorrentFiles>(lt::torrent_info(torrent, lt::from_span), folder.string());
}

class PieceReaderTest : public ::testing::Test {
 protected:
  PieceReaderTest() {
    write_content(folder_.path(), {{"film/a.mkv", kFirstSize}, {"film/b.mkv", kSecondSize}});
    store_->open({5, kPiece, kFirstSize + kSecondSize - 4 * kPiece});
    stamps_->open(files_);
  }

  /// Reads bytes that are available, without a wait.
  base::Result<base::BodyBytes> next(FileIndex file, std::int64_t offset, std::int64_t limit) {
    base::CancelToken cancel;
    return reader_.next(file, offset, limit, scratch_, base::TimePoint::min(), cancel);
  }
  base::FileSlice slice(FileIndex file, std::int64_t offset, std::int64_t limit) {
    return std::get<base::FileSlice>(next(file, offset, limit).value());
  }
  static std::string bytes_of(const base::FileSlice& slice) {
    std::string bytes(static_cast<std::size_t>(slice.size), '\0');
    EXPECT_EQ(::pread(slice.file->get(), bytes.data(), bytes.size(), slice.offset), slice.size);
    return bytes;
  }
  std::filesystem::path second() const { return folder_.path() / "film/b.mkv"; }

  TempFolder folder_;
  std::array<std::byte, 4096> scratch_{};
  std::shared_ptr<PieceStore> store_ =
      std::make_shared<PieceStore>(std::make_shared<BlockMemory>(1 << 20), [] {});
  std::shared_ptr<const TorrentFiles> files_ = layout(folder_.path());
  std::shared_ptr<FileStamps> stamps_ = std::make_shared<FileStamps>(store_, [] {});
  PieceReader reader_{files_, store_, stamps_, std::make_shared<OpenFiles>(4)};
};

TEST_F(PieceReaderTest, GivesTheWholeRunOfReadablePiecesAsOneSlice) {
  store_->checked({false, true, true, false, true});
  const auto found = slice(kSecond, 100, 1'000'000);
  EXPECT_EQ(found.offset, 100);
  EXPECT_EQ(found.size, 3 * 16384 - 20000 - 100);
  EXPECT_EQ(bytes_of(found), read_whole(second()).substr(100, 29052));
}

TEST_F(PieceReaderTest, GivesNoMoreThanAskedAndNothingOfTheNextFile) {
  store_->checked({true, true, true, true, true});
  EXPECT_EQ(slice(kSecond, 100, 10).size, 10);
  EXPECT_EQ(slice(kFirst, 19'000, 1'000'000).size, 1000);
  EXPECT_EQ(slice(kSecond, 59'999, 1'000'000).size, 1);
}

TEST_F(PieceReaderTest, GivesNothingAtTheEndOfTheFile) {
  store_->checked({true, true, true, true, true});
  EXPECT_EQ(std::get<std::size_t>(next(kSecond, 60'000, 10).value()), 0U);
  EXPECT_EQ(std::get<std::size_t>(next(kSecond, INT64_MAX, 10).value()), 0U);
}

TEST_F(PieceReaderTest, RefusesPlacesThatNoFileHas) {
  store_->checked({true, true, true, true, true});
  EXPECT_EQ(next(kSecond, -1, 10).error().code, ErrorCode::unknown_file);
  EXPECT_EQ(next(FileIndex{2}, 0, 10).error().code, ErrorCode::unknown_file);
  EXPECT_EQ(next(FileIndex{-1}, 0, 10).error().code, ErrorCode::unknown_file);
}

TEST_F(PieceReaderTest, DoesNotGiveAPieceThatIsNotVerified) {
  store_->checked({true, false, true, true, true});
  EXPECT_EQ(next(kSecond, 0, 10).error().code, ErrorCode::timed_out);
}

TEST_F(PieceReaderTest, DoesNotReadAFileThatSomebodyChangedBeforeItWasChecked) {
  store_->checked({true, true, true, true, true});
  EXPECT_EQ(slice(kSecond, 0, 60'000).size, 60'000);
  std::filesystem::resize_file(second(), 50'000);
  EXPECT_EQ(next(kSecond, 0, 60'000).error().code, ErrorCode::timed_out);
  EXPECT_EQ(slice(kFirst, 0, 100).size, 100) << "its own piece is not of the changed file";
  EXPECT_EQ(stamps_->take_changed(), std::vector{kSecond});
  stamps_->check_begins({kSecond});
  for (auto piece = store_->next_doubted(); piece; piece = store_->next_doubted())
    store_->settle_doubt(*piece, piece->value != 4);
  stamps_->check_ended({kSecond});
  EXPECT_EQ(slice(kSecond, 0, 60'000).size, 4 * 16384 - 20'000) << "the last piece is not here any more";
}

TEST_F(PieceReaderTest, AFileThatIsGoneIsNotReadFromTheOneThatIsOpen) {
  store_->checked({true, true, true, true, true});
  EXPECT_EQ(slice(kSecond, 0, 10).size, 10);
  std::filesystem::remove(second());
  EXPECT_EQ(next(kSecond, 0, 10).error().code, ErrorCode::timed_out);
  EXPECT_EQ(stamps_->take_changed(), std::vector{kSecond});
}

TEST_F(PieceReaderTest, AFileThatIsNotThereIsDoubtedWhenItIsOpened) {
  store_->checked({true, true, true, true, true});
  std::filesystem::remove_all(folder_.path() / "film");
  EXPECT_EQ(next(kFirst, 0, 10).error().code, ErrorCode::timed_out);
  EXPECT_EQ(stamps_->take_changed(), std::vector{kFirst});
}

}  // namespace
}  // namespace magnetar::engine
