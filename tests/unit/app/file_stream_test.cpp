#include "app/torrents/file_stream.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstring>

#include "app/torrents/background_reads.h"
#include "base/atomic_file.h"
#include "support/fake_clock.h"
#include "support/temp_dir.h"
#include "unit/app/fake_engine.h"

namespace magnetar::app {
namespace {

using base::ErrorCode;
using base::FileIndex;

constexpr std::int64_t kMiB = 1024 * 1024;
constexpr std::int64_t kFileBegin = 3 * kMiB;  // offset of the file within the torrent
constexpr std::int64_t kFileSize = 60 * kMiB;

/// Keeps posted work until the test runs it.
class Posted final : public base::Executor {
 public:
  void post(std::function<void()> work) override { work_.push_back(std::move(work)); }
  [[nodiscard]] bool in_loop() const override { return true; }
  /// Returns the number of tasks that ran.
  std::size_t run() {
    const auto work = std::exchange(work_, {});
    for (const auto& one : work) one();
    return work.size();
  }

 private:
  std::vector<std::function<void()>> work_;
};

class NoEvents final : public engine::EngineEvents {
  void on_metadata(const base::TorrentId&, std::string) override {}
  void on_checked(const base::TorrentId&) override {}
  void on_status(const std::vector<engine::TorrentStatus>&, const engine::SessionStatus&) override {}
  void on_pieces(const base::TorrentId&, std::span<const base::PieceIndex>) override {}
  void on_files_changed(const base::TorrentId&, const std::vector<base::FileIndex>&) override {}
  void on_failure(const base::TorrentId&, const base::Error&) override {}
  void on_tracker_refused(const base::TorrentId&, const std::string&) override {}
  void on_resume_data(const base::TorrentId&, std::string) override {}
  void on_removed(const base::TorrentId&) override {}
  void on_session_state(std::string) override {}
};

/// A file whose first `on_disk` bytes are available; further bytes arrive after a wait, `in_memory` at a
/// time.
class HalfData final : public engine::TorrentData {
 public:
  base::Result<std::size_t> read(FileIndex, std::int64_t, std::span<std::byte>, base::TimePoint,
                                 base::CancelToken&) override {
    return base::Error{ErrorCode::internal, "responses do not read"};
  }
  base::Result<base::BodyBytes> next(FileIndex, std::int64_t offset, std::int64_t limit,
                                     std::span<std::byte> scratch, base::TimePoint deadline,
                                     base::CancelToken&) override {
    if (offset < on_disk)
      return base::BodyBytes{base::FileSlice{nullptr, offset, std::min(limit, on_disk - offset)}};
    if (deadline <= base::SystemClock().now()) return base::Error{ErrorCode::timed_out, "not here yet"};
    during_the_wait();
    if (in_memory == 0) return base::Error{ErrorCode::timed_out, "it never came"};
    return base::BodyBytes{std::min({in_memory, static_cast<std::size_t>(limit), scratch.size()})};
  }
  [[nodiscard]] bool readable(base::PieceIndex) const override { return false; }
  [[nodiscard]] std::optional<base::PieceIndex> first_unreadable(base::PieceIndex begin,
                                                                 base::PieceIndex end) const override {
    return begin < end ? std::optional(begin) : std::nullopt;
  }
  [[nodiscard]] std::int64_t verified_bytes(FileIndex, base::ByteRange) const override { return on_disk; }

  std::int64_t on_disk = 0;
  std::size_t in_memory = 0;
  std::function<void()> during_the_wait = [] {};
};

class FileStreamTest : public testing::Test {
 protected:
  FileStreamTest() {
    auto metadata = std::make_shared<engine::Metadata>();
    metadata->piece_length = kMiB;
    metadata->piece_count = 64;
    metadata->files = {{FileIndex{0}, "film.mp4", {kFileBegin, kFileBegin + kFileSize}}};
    torrent_->take_metadata(metadata);
  }
  ~FileStreamTest() override { posted_.run(); }

  std::unique_ptr<FileStream> open(std::int64_t first, const std::string& viewer = "tab-1") {
    auto stream = std::make_unique<FileStream>(posted_, torrent_, data_, torrent_->metadata()->files.front(),
                                               first, viewer, trace_);
    posted_.run();
    return stream;
  }
  base::Result<base::BodyBytes> next(FileStream& stream, std::int64_t offset) {
    return stream.next(offset, kFileSize - offset, scratch_, cancel_);
  }
  std::int64_t size_of_next(FileStream& stream, std::int64_t offset) {
    return base::size_of(next(stream, offset).value());
  }
  streaming::ViewerStats viewer() {
    const auto viewers = torrent_->scheduler()->stats().viewers;
    EXPECT_EQ(viewers.size(), 1U);
    return viewers.empty() ? streaming::ViewerStats{} : viewers.front();
  }

  Posted posted_;
  magnetar::tests::FakeClock clock_;
  NoEvents events_;
  tests::FakeEngine engine_{events_};
  BackgroundReads reads_{posted_};
  std::shared_ptr<Torrent> torrent_ =
      std::make_shared<Torrent>(library::TorrentRecord{}, engine_, reads_, clock_);
  std::shared_ptr<base::StreamTrace> trace_ = std::make_shared<base::StreamTrace>();
  std::shared_ptr<HalfData> data_ = std::make_shared<HalfData>();
  std::array<std::byte, 256 * 1024> scratch_{};
  base::CancelToken cancel_;
};

TEST_F(FileStreamTest, TellsTheSchedulerWhoIsWhere) {
  data_->on_disk = kFileSize;
  const auto stream = open(10 * kMiB);
  EXPECT_EQ(viewer().viewer, streaming::ViewerId{"tab-1"});
  EXPECT_EQ(viewer().file, (base::ByteRange{3 * kMiB, 63 * kMiB}));
  EXPECT_EQ(viewer().position, 13 * kMiB);
  EXPECT_EQ(size_of_next(*stream, 12 * kMiB), 4 * kMiB);
  posted_.run();
  EXPECT_EQ(viewer().position, 15 * kMiB);
}

TEST_F(FileStreamTest, TellsManyPositionsInOneMessage) {
  data_->on_disk = kFileSize;
  const auto stream = open(0);
  for (std::int64_t offset = 0; offset < 50; ++offset) ASSERT_TRUE(next(*stream, offset * kMiB));
  EXPECT_EQ(posted_.run(), 1U);
  EXPECT_EQ(viewer().position, 52 * kMiB);
  ASSERT_TRUE(next(*stream, 50 * kMiB));
  EXPECT_EQ(posted_.run(), 1U);
  EXPECT_EQ(viewer().position, 53 * kMiB);
}

TEST_F(FileStreamTest, SendsInLongStepsOnceAllOfTheRangeIsOnDisk) {
  data_->on_disk = kFileSize - 1;
  const auto stream = open(0);
  EXPECT_EQ(size_of_next(*stream, 0), 1 * kMiB);
  EXPECT_EQ(size_of_next(*stream, kMiB), 1 * kMiB);
  data_->on_disk = kFileSize;
  EXPECT_EQ(size_of_next(*stream, 2 * kMiB), 4 * kMiB);
  EXPECT_EQ(size_of_next(*stream, 6 * kMiB), 4 * kMiB);
  EXPECT_EQ(size_of_next(*stream, kFileSize - 5), 5);
}

TEST_F(FileStreamTest, SendsNoMoreThanIsThere) {
  data_->on_disk = 700;
  const auto stream = open(0);
  EXPECT_EQ(size_of_next(*stream, 0), 700);
}

TEST_F(FileStreamTest, TellsWhenAWaitBeginsAndEnds) {
  data_->in_memory = 16384;
  bool waiting = false;
  data_->during_the_wait = [&] {
    posted_.run();
    waiting = viewer().waiting;
  };
  const auto stream = open(0);
  EXPECT_EQ(size_of_next(*stream, 2 * kMiB), 16384);
  EXPECT_TRUE(waiting);
  EXPECT_EQ(viewer().position, 5 * kMiB);
  posted_.run();
  EXPECT_FALSE(viewer().waiting);
}

TEST_F(FileStreamTest, TellsTheEndOfAWaitInVainToo) {
  const auto stream = open(0);
  EXPECT_EQ(next(*stream, 0).error().code, ErrorCode::timed_out);
  posted_.run();
  EXPECT_FALSE(viewer().waiting);
}

TEST_F(FileStreamTest, TellsOfNoWaitWhenTheBytesAreHere) {
  data_->on_disk = kFileSize;
  const auto stream = open(0);
  ASSERT_TRUE(next(*stream, 0));
  EXPECT_EQ(posted_.run(), 0U);
}

TEST_F(FileStreamTest, NotesWhatItHandsOut) {
  const magnetar::tests::TempDir folder;
  data_->on_disk = 700;
  ASSERT_TRUE(trace_->start(folder / "trace.jsonl", clock_));
  ASSERT_TRUE(next(*open(0), 200));
  data_->on_disk = 0;
  EXPECT_FALSE(next(*open(0), 200));
  trace_->stop();
  const auto text = base::read_file(folder / "trace.jsonl", 1000).value();
  EXPECT_EQ(text, R"({"t":0.000000,"event":"began"}
{"t":0.000000,"event":"served","viewer":"tab-1","file":0,"offset":200,"length":500}
{"t":0.000000,"event":"ended","reason":"off"}
)");
}

TEST_F(FileStreamTest, GivesItsPlaceBackWhenItEnds) {
  auto stream = open(0);
  EXPECT_EQ(torrent_->scheduler()->open_viewers(), 1U);
  stream.reset();
  posted_.run();
  EXPECT_EQ(torrent_->scheduler()->open_viewers(), 0U);
}

TEST_F(FileStreamTest, OutlivesItsTorrent) {
  data_->on_disk = kFileSize;
  auto stream = open(0);
  torrent_.reset();
  EXPECT_TRUE(next(*stream, kMiB));
  stream.reset();
  EXPECT_EQ(posted_.run(), 2U);
}

}  // namespace
}  // namespace magnetar::app
