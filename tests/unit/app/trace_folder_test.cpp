#include "app/torrents/trace_folder.h"

#include <gtest/gtest.h>

#include <stdlib.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <string>

namespace magnetar::app {
namespace {

class TraceFolder : public ::testing::Test {
 protected:
  TraceFolder() {
    std::string name = (std::filesystem::temp_directory_path() / "magnetar-traces-XXXXXX").string();
    folder_ = ::mkdtemp(name.data());
  }
  ~TraceFolder() override { std::filesystem::remove_all(folder_); }

  /// A trace that was last written so many hours ago.
  std::filesystem::path trace(int hours, std::size_t size) {
    auto path = folder_ / (std::to_string(hours) + ".jsonl");
    std::ofstream(path) << std::string(size, 'x');
    const auto now = std::filesystem::file_time_type::clock::now();
    std::filesystem::last_write_time(path, now - std::chrono::hours(hours));
    return path;
  }

  std::filesystem::path folder_;
};

TEST_F(TraceFolder, KeepsTheNewestTracesByNumber) {
  for (int hours = 1; hours <= 12; ++hours) trace(hours, 1);
  make_room_for_trace(folder_);
  EXPECT_TRUE(std::filesystem::exists(folder_ / "9.jsonl"));
  EXPECT_FALSE(std::filesystem::exists(folder_ / "10.jsonl"));
  EXPECT_FALSE(std::filesystem::exists(folder_ / "12.jsonl"));
}

TEST_F(TraceFolder, KeepsTheNewestTracesBySize) {
  const auto newest = trace(1, 600);
  const auto second = trace(2, 300);
  const auto oldest = trace(3, 200);
  make_room_for_trace(folder_, {9, 1000});
  EXPECT_TRUE(std::filesystem::exists(newest));
  EXPECT_TRUE(std::filesystem::exists(second));
  EXPECT_FALSE(std::filesystem::exists(oldest));
}

TEST_F(TraceFolder, LeavesOtherFilesAndAMissingFolderAlone) {
  std::ofstream(folder_ / "notes.txt") << "a";
  make_room_for_trace(folder_, {0, 0});
  make_room_for_trace(folder_ / "none", {0, 0});
  EXPECT_TRUE(std::filesystem::exists(folder_ / "notes.txt"));
}

}  // namespace
}  // namespace magnetar::app
