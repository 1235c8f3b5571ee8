#include "app/torrents/index_search.h"

#include <gtest/gtest.h>

#include <condition_variable>
#include <cstring>
#include <deque>
#include <mutex>
#include <set>
#include <string>

#include "support/fake_clock.h"

namespace magnetar::app {
namespace {

using base::ByteRange;
using base::FileIndex;
using base::PieceIndex;

constexpr std::int64_t kPiece = 65536;
constexpr std::int64_t kFileBegin = 2 * kPiece;  // offset of the film within the torrent
constexpr std::int64_t kMoovAt = 20 * kPiece;    // offset within the film
constexpr std::int64_t kMoovSize = 8 + 108;
constexpr std::int64_t kFileSize = kMoovAt + kMoovSize;

/// Runs posted work on the test's command.
class Posted final : public base::Executor {
 public:
  void post(std::function<void()> work) override {
    const std::lock_guard lock(mutex_);
    work_.push_back(std::move(work));
    came_.notify_all();
  }
  [[nodiscard]] bool in_loop() const override { return true; }
  /// Waits for the next task and runs it; false when none comes.
  bool run_one() {
    std::unique_lock lock(mutex_);
    if (!came_.wait_for(lock, std::chrono::seconds(20), [this] { return !work_.empty(); })) return false;
    const auto work = std::move(work_.front());
    work_.pop_front();
    lock.unlock();
    work();
    return true;
  }
  [[nodiscard]] bool idle() {
    const std::lock_guard lock(mutex_);
    return work_.empty();
  }

 private:
  std::mutex mutex_;
  std::condition_variable came_;
  std::deque<std::function<void()>> work_;
};

void put32(std::string& out, std::uint32_t value) {
  for (int shift = 24; shift >= 0; shift -= 8) out.push_back(static_cast<char>(value >> shift));
}

/// An MP4 of 90 s whose moov lies at the end (ISO/IEC 14496-12).
std::string film() {
  std::string bytes;
  put32(bytes, 16);
  bytes += "ftypisom";
  put32(bytes, 0);
  put32(bytes, kMoovAt - 16);
  bytes += "mdat";
  bytes.resize(kMoovAt, '\0');
  put32(bytes, kMoovSize);
  bytes += "moov";
  put32(bytes, kMoovSize - 8);
  bytes += "mvhd";
  for (const std::uint32_t word : {0U, 0U, 0U, 1000U, 90000U}) put32(bytes, word);
  bytes.resize(static_cast<std::size_t>(kFileSize), '\0');
  return bytes;
}

class FilmData final : public engine::TorrentData {
 public:
  base::Result<std::size_t> read(FileIndex, std::int64_t offset, std::span<std::byte> out, base::TimePoint,
                                 base::CancelToken&) override {
    const auto at = static_cast<std::size_t>(offset);
    const auto size = std::min(out.size(), bytes_.size() - at);
    std::memcpy(out.data(), bytes_.data() + at, size);
    return size;
  }
  base::Result<base::BodyBytes> next(FileIndex, std::int64_t, std::int64_t, std::span<std::byte>,
                                     base::TimePoint, base::CancelToken&) override {
    return base::Error{base::ErrorCode::internal, "nothing is sent"};
  }
  [[nodiscard]] bool readable(PieceIndex piece) const override { return here.contains(piece.value); }
  [[nodiscard]] std::optional<PieceIndex> first_unreadable(PieceIndex begin, PieceIndex end) const override {
    while (begin < end && readable(begin)) ++begin;
    return begin < end ? std::optional(begin) : std::nullopt;
  }
  [[nodiscard]] std::int64_t verified_bytes(FileIndex, ByteRange) const override { return 0; }

  std::set<std::int32_t> here;

 private:
  const std::string bytes_ = film();
};

class WishList final : public streaming::Swarm {
 public:
  explicit WishList(const FilmData& data) : data_(data) {}
  void request(std::span<const streaming::PieceRequest> changes) override {
    for (const auto& change : changes) wanted[change.piece.value] = base::number_of(change.priority);
  }
  [[nodiscard]] bool has(PieceIndex piece) const override { return data_.readable(piece); }
  [[nodiscard]] std::optional<PieceIndex> first_missing(streaming::PieceRange pieces) const override {
    return data_.first_unreadable(pieces.begin, pieces.end);
  }
  void limit_download(std::int64_t) override {}
  void hurry(PieceIndex) override {}
  void relax(PieceIndex) override {}

  std::map<std::int32_t, int> wanted;

 private:
  const FilmData& data_;
};

class IndexSearchTest : public testing::Test {
 protected:
  IndexSearchTest() { static_cast<void>(scheduler.open({"tab-1"}, file.in_torrent, kFileBegin)); }

  const streaming::Layout layout{kFileBegin + kFileSize, kPiece};
  const engine::TorrentFile file{FileIndex{0}, "film.mp4", {kFileBegin, kFileBegin + kFileSize}};
  const std::shared_ptr<FilmData> data = std::make_shared<FilmData>();
  tests::FakeClock clock;
  WishList swarm{*data};
  streaming::Scheduler scheduler{layout, swarm, clock};
  Posted loop;
  BackgroundReads reads{loop};
};

TEST_F(IndexSearchTest, FollowsTheFileFromItsFirstBytesToItsIndexAtTheEnd) {
  IndexSearch search(reads, data, layout, scheduler);
  search.look_into(file);
  EXPECT_TRUE(loop.idle()) << "nothing is here";

  data->here = {2};
  search.go_on();
  ASSERT_TRUE(loop.run_one());
  EXPECT_GE(swarm.wanted[22], 6) << "the moov, twenty pieces on";
  EXPECT_TRUE(loop.idle());

  data->here = {2, 22};
  search.go_on();
  ASSERT_TRUE(loop.run_one());
  EXPECT_EQ(scheduler.stats().viewers.at(0).bitrate, kFileSize / 90);
}

TEST_F(IndexSearchTest, LooksIntoAFileOnce) {
  data->here = {2};
  IndexSearch search(reads, data, layout, scheduler);
  search.look_into(file);
  search.look_into(file);
  ASSERT_TRUE(loop.run_one());
  EXPECT_TRUE(loop.idle());
}

TEST_F(IndexSearchTest, AReadThatComesBackLateFindsNobodyAndHarmsNobody) {
  data->here = {2};
  auto search = std::make_unique<IndexSearch>(reads, data, layout, scheduler);
  search->look_into(file);
  search.reset();
  EXPECT_TRUE(loop.run_one());
  EXPECT_LT(swarm.wanted[22], 6);
}

}  // namespace
}  // namespace magnetar::app
