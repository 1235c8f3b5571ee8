#pragma once
// A temporary folder that is removed after the test.

#include <gtest/gtest.h>

#include <filesystem>

#include "base/random.h"

namespace magnetar::tests {

class TempDir {
 public:
  TempDir() : path_(std::filesystem::temp_directory_path() / ("magnetar-test-" + base::random_hex(8))) {
    std::filesystem::create_directories(path_);
  }
  ~TempDir() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  TempDir(const TempDir&) = delete;
  TempDir& operator=(const TempDir&) = delete;

  [[nodiscard]] const std::filesystem::path& path() const { return path_; }
  [[nodiscard]] std::filesystem::path operator/(const std::filesystem::path& name) const {
    return path_ / name;
  }

 private:
  std::filesystem::path path_;
};

}  // namespace magnetar::tests
