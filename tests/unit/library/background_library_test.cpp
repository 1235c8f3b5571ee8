#include "library/background_library.h"

#include <gtest/gtest.h>
#include <sqlite3.h>

#include <future>
#include <thread>
#include <vector>

#include "base/loop.h"
#include "support/temp_dir.h"

namespace magnetar::library {
namespace {

using base::FileIndex;
using base::Result;
using std::chrono::milliseconds;

/// Another process with a write lock: until it ends, no other connection can write.
class Writer {
 public:
  explicit Writer(const std::filesystem::path& file) {
    sqlite3_open(file.c_str(), &database_);
    EXPECT_EQ(sqlite3_exec(database_, "BEGIN IMMEDIATE", nullptr, nullptr, nullptr), SQLITE_OK);
  }
  ~Writer() { sqlite3_close(database_); }
  Writer(const Writer&) = delete;
  Writer& operator=(const Writer&) = delete;

 private:
  sqlite3* database_ = nullptr;
};

class BackgroundLibraryTest : public testing::Test {
 protected:
  [[nodiscard]] Library open() const { return std::move(Library::open(file_).value()); }
  /// Runs the loop until all records are written.
  Result<void> written() {
    std::optional<Result<void>> outcome;
    library_->when_written([&](const Result<void>& known) {
      outcome.emplace(known);
      loop_.post([this] { loop_.stop(); });
    });
    loop_.run();
    return *outcome;
  }
  static TorrentRecord record(const std::string& id) {
    TorrentRecord record;
    record.id.value = id;
    record.name = "Film " + id;
    return record;
  }

  magnetar::tests::TempDir folder_;
  const std::filesystem::path file_ = folder_ / "library.db";
  base::Loop loop_;
  std::unique_ptr<BackgroundLibrary> library_ = std::make_unique<BackgroundLibrary>(open(), open(), loop_);
};

TEST_F(BackgroundLibraryTest, AChangeIsInTheFileWhenItIsToldToBeWritten) {
  ASSERT_TRUE(library_->put(record("a")));
  ASSERT_TRUE(library_->put_resume_data({"a"}, "first"));
  ASSERT_TRUE(library_->put_position("hash", FileIndex{2}, {12, 60}));
  ASSERT_TRUE(written());
  EXPECT_EQ(open().torrents().value().at(0).resume_data, "first");
  EXPECT_EQ(library_->position("hash", FileIndex{2}).value().seconds, 12);
}

TEST_F(BackgroundLibraryTest, ChangesTakePlaceInTheirOrder) {
  ASSERT_TRUE(library_->put(record("a")));
  ASSERT_TRUE(library_->remove({"a"}));
  ASSERT_TRUE(library_->put_resume_data({"a"}, "late"));
  ASSERT_TRUE(library_->put(record("b")));
  ASSERT_TRUE(written());
  const auto torrents = open().torrents().value();
  ASSERT_EQ(torrents.size(), 1U);
  EXPECT_EQ(torrents[0].id.value, "b");
}

TEST_F(BackgroundLibraryTest, AChangeDoesNotWaitForADiskThatDoes) {
  {
    const Writer other(file_);
    const auto began = std::chrono::steady_clock::now();
    for (int i = 0; i < 100; ++i) ASSERT_TRUE(library_->put_position("hash", FileIndex{0}, {1.0 * i, 60}));
    EXPECT_LT(std::chrono::steady_clock::now() - began, milliseconds(500));
    EXPECT_EQ(open().position("hash", FileIndex{0}).value().seconds, 0) << "it is not written yet";
  }
  ASSERT_TRUE(written());
  EXPECT_EQ(library_->position("hash", FileIndex{0}).value().seconds, 99);
}

TEST_F(BackgroundLibraryTest, APositionAndAProbeAreReadBeforeTheyAreWritten) {
  {
    const Writer writer(file_);
    ASSERT_TRUE(library_->put_position("hash", FileIndex{2}, {12, 60}));
    ASSERT_TRUE(library_->put_position("hash", FileIndex{2}, {13, 60}));
    ASSERT_TRUE(library_->put_probe("hash", FileIndex{2}, "probe"));
    ASSERT_TRUE(library_->put_probe("other", FileIndex{2}, "probe"));
    EXPECT_EQ(library_->position("hash", FileIndex{2}).value().seconds, 13);
    EXPECT_EQ(library_->probe("hash", FileIndex{2}).value(), "probe");
    ASSERT_TRUE(library_->forget("hash"));
    EXPECT_EQ(library_->position("hash", FileIndex{2}).value().seconds, 0);
    EXPECT_EQ(library_->probe("hash", FileIndex{2}).value(), "");
    EXPECT_EQ(library_->probe("other", FileIndex{2}).value(), "probe");
  }
  ASSERT_TRUE(written());
  EXPECT_EQ(library_->position("hash", FileIndex{2}).value().seconds, 0);
  EXPECT_EQ(library_->probe("other", FileIndex{2}).value(), "probe");
}

TEST_F(BackgroundLibraryTest, WhatCannotBeWrittenIsTold) {
  const Writer other(file_);
  ASSERT_TRUE(library_->put(record("a")));
  const auto outcome = written();
  ASSERT_FALSE(outcome);
  EXPECT_EQ(outcome.error().code, base::ErrorCode::io_error);
}

/// Makes the database refuse the torrent "bad".
void refuse_bad(const std::filesystem::path& file) {
  sqlite3* database = nullptr;
  sqlite3_open(file.c_str(), &database);
  EXPECT_EQ(sqlite3_exec(database,
                         "CREATE TRIGGER refuse BEFORE INSERT ON torrents WHEN NEW.id = 'bad' "
                         "BEGIN SELECT RAISE(ABORT, 'refused'); END",
                         nullptr, nullptr, nullptr),
            SQLITE_OK);
  sqlite3_close(database);
}

TEST_F(BackgroundLibraryTest, AChangeThatCannotBeWrittenTakesNoOtherWithIt) {
  refuse_bad(file_);
  std::vector<std::string> told;
  const auto note = [&](const std::string& name) {
    return
        [&told, name](const Result<void>& outcome) { told.push_back(name + (outcome ? " ok" : " failed")); };
  };
  {
    const Writer until_all_wait(file_);
    ASSERT_TRUE(library_->put(record("first")));
    for (const std::string id : {"a", "bad", "b"}) {
      ASSERT_TRUE(library_->put(record(id)));
      library_->when_written(note(id));
    }
    ASSERT_TRUE(library_->put_position("hash", FileIndex{0}, {1, 60}));
  }
  ASSERT_TRUE(written());
  EXPECT_EQ(told, (std::vector<std::string>{"a ok", "bad failed", "b ok"}));
  EXPECT_EQ(open().torrents().value().size(), 3U);
  EXPECT_EQ(open().position("hash", FileIndex{0}).value().seconds, 1);
}

TEST_F(BackgroundLibraryTest, AFailureIsToldAlsoBehindAChangeThatIsWrittenAlone) {
  refuse_bad(file_);
  std::vector<bool> told;
  const auto note = [&](const Result<void>& outcome) { told.push_back(outcome.has_value()); };
  {
    const Writer until_all_wait(file_);
    ASSERT_TRUE(library_->put(record("first")));
    ASSERT_TRUE(library_->put(record("bad")));
    ASSERT_TRUE(library_->forget("hash"));
    library_->when_written(note);
    library_->when_written(note);
  }
  EXPECT_TRUE(written());
  EXPECT_EQ(told, (std::vector<bool>{false, true}));
}

TEST_F(BackgroundLibraryTest, AFailureIsToldAlsoWhenTheThreadTookItsChangeBefore) {
  refuse_bad(file_);
  std::vector<bool> told;
  {
    const Writer busy(file_);
    ASSERT_TRUE(library_->put(record("bad")));
    std::this_thread::sleep_for(milliseconds(50));  // the thread takes it, and waits for the file
    ASSERT_TRUE(library_->put(record("later")));
    library_->when_written([&](const Result<void>& outcome) { told.push_back(outcome.has_value()); });
  }
  EXPECT_TRUE(written());
  EXPECT_EQ(told, std::vector<bool>{false});
}

TEST_F(BackgroundLibraryTest, AChangeAfterTheCloseIsRefusedAndLeavesNoValue) {
  ASSERT_TRUE(library_->close(std::chrono::seconds(20)));
  EXPECT_EQ(library_->put(record("a")).error().code, base::ErrorCode::shutting_down);
  EXPECT_EQ(library_->put_position("hash", FileIndex{0}, {1, 60}).error().code,
            base::ErrorCode::shutting_down);
  EXPECT_EQ(library_->position("hash", FileIndex{0}).value().seconds, 0);
}

TEST_F(BackgroundLibraryTest, ClosingWritesWhatIsLeft) {
  ASSERT_TRUE(library_->put(record("a")));
  EXPECT_TRUE(library_->close(std::chrono::seconds(20)));
  EXPECT_EQ(open().torrents().value().size(), 1U);
}

TEST_F(BackgroundLibraryTest, ClosingSaysWhenTheDiskTakesTooLong) {
  const Writer other(file_);
  ASSERT_TRUE(library_->put(record("a")));
  EXPECT_FALSE(library_->close(milliseconds(20)));
}

TEST_F(BackgroundLibraryTest, WhatIsForgottenGoesBehindTheChangesBefore) {
  ASSERT_TRUE(library_->put_position("hash", FileIndex{0}, {1, 60}));
  ASSERT_TRUE(library_->forget("hash"));
  ASSERT_TRUE(written());
  EXPECT_EQ(library_->position("hash", FileIndex{0}).value().duration, 0);
}

}  // namespace
}  // namespace magnetar::library
