#include "app/torrents/file_amounts.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace magnetar::app {
namespace {

using base::ByteRange;
using base::FileIndex;
using base::PieceIndex;

constexpr std::int64_t kPiece = 100;

/// Pieces of 100 bytes, and the number of calls for the amount of a file.
class CountedData final : public engine::TorrentData {
 public:
  explicit CountedData(std::shared_ptr<const engine::Metadata> metadata) : metadata_(std::move(metadata)) {}

  base::Result<std::size_t> read(FileIndex, std::int64_t, std::span<std::byte>, base::TimePoint,
                                 base::CancelToken&) override {
    return base::Error{base::ErrorCode::timed_out, "not here"};
  }
  base::Result<base::BodyBytes> next(FileIndex, std::int64_t, std::int64_t, std::span<std::byte>,
                                     base::TimePoint, base::CancelToken&) override {
    return base::Error{base::ErrorCode::timed_out, "not here"};
  }
  [[nodiscard]] bool readable(PieceIndex) const override { return false; }
  [[nodiscard]] std::optional<PieceIndex> first_unreadable(PieceIndex begin, PieceIndex) const override {
    return begin;
  }
  [[nodiscard]] std::int64_t verified_bytes(FileIndex file, ByteRange range) const override {
    ++asked;
    const auto& whole = metadata_->files[static_cast<std::size_t>(file.value)].in_torrent;
    std::int64_t bytes = 0;
    for (auto at = whole.begin + range.begin; at < whole.begin + range.end; ++at)
      if (here_[static_cast<std::size_t>(at / kPiece)]) ++bytes;
    return bytes;
  }
  [[nodiscard]] engine::DiskChanges changes_since(std::uint64_t version) const override {
    if (version == 0) return {1 + changes_.size(), std::nullopt};
    return {1 + changes_.size(),
            std::vector(changes_.begin() + static_cast<std::ptrdiff_t>(version - 1), changes_.end())};
  }

  void set(std::int32_t piece, bool here) {
    here_[static_cast<std::size_t>(piece)] = here;
    changes_.emplace_back(piece);
  }

  mutable int asked = 0;

 private:
  const std::shared_ptr<const engine::Metadata> metadata_;
  std::vector<bool> here_ = std::vector<bool>(1000, false);
  std::vector<PieceIndex> changes_;
};

class FileAmountsTest : public testing::Test {
 protected:
  /// Files of these sizes, one after the other.
  void start(const std::vector<std::int64_t>& sizes) {
    auto metadata = std::make_shared<engine::Metadata>();
    metadata->piece_length = kPiece;
    std::int64_t at = 0;
    for (const auto size : sizes) {
      engine::TorrentFile file;
      file.index = FileIndex{static_cast<std::int32_t>(metadata->files.size())};
      file.in_torrent = {at, at + size};
      at += size;
      metadata->files.push_back(file);
    }
    data = std::make_shared<CountedData>(metadata);
    amounts.start(metadata, data);
    static_cast<void>(amounts.totals());
    data->asked = 0;
  }

  std::shared_ptr<CountedData> data;
  FileAmounts amounts;
};

TEST_F(FileAmountsTest, ArePartsOfEachFileInAPiece) {
  start({50, 0, 100, 250});
  amounts.want({false, false, true, false});
  data->set(0, true);
  EXPECT_EQ(amounts.totals().all.size, 400);
  EXPECT_EQ(amounts.totals().all.done, 100);
  EXPECT_EQ(amounts.totals().wanted.size, 100);
  EXPECT_EQ(amounts.totals().wanted.done, 50);
}

TEST_F(FileAmountsTest, FollowAPieceThatIsLostAgain) {
  start({150, 150});
  amounts.want({true, true});
  data->set(1, true);
  EXPECT_EQ(amounts.totals().wanted.done, 100);
  data->set(1, false);
  EXPECT_EQ(amounts.totals().wanted.done, 0);
  EXPECT_EQ(amounts.totals().all.done, 0);
}

TEST_F(FileAmountsTest, FollowTheChoiceOfFiles) {
  start({100, 200});
  data->set(0, true);
  data->set(1, true);
  static_cast<void>(amounts.totals());
  amounts.want({false, true});
  EXPECT_EQ(amounts.totals().wanted.size, 200);
  EXPECT_EQ(amounts.totals().wanted.done, 100);
}

TEST_F(FileAmountsTest, AskForNoFileThatDidNotChange) {
  start(std::vector<std::int64_t>(50'000, 2));
  EXPECT_EQ(data->asked, 0);
  static_cast<void>(amounts.totals());
  EXPECT_EQ(data->asked, 0);
  data->set(7, true);
  EXPECT_EQ(amounts.totals().all.done, 100);
  EXPECT_EQ(data->asked, 50);
}

TEST_F(FileAmountsTest, AskForALargeFileOnceForManyPieces) {
  start({50'000});
  for (std::int32_t piece = 0; piece < 200; ++piece) data->set(piece, true);
  EXPECT_EQ(amounts.totals().all.done, 20'000);
  EXPECT_EQ(data->asked, 1);
}

}  // namespace
}  // namespace magnetar::app
