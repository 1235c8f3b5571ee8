#pragma once
// `--allow FILE`: a list of info-hashes that is reloaded when the file changes.

#include <cstdint>
#include <filesystem>

#include "base/error.h"
#include "tracker/allow_list.h"

namespace magnetar::app {

class AllowFile final : public tracker::Filter {
 public:
  /// Limit of the file in bytes; a million lines fit.
  static constexpr std::size_t kLargest = std::size_t{128} << 20U;

  /// Reads the file. Errors: not_found, io_error, bad_setting.
  [[nodiscard]] static base::Result<AllowFile> open(const std::filesystem::path& path);

  /// Reloads a changed file; to be called once a second. An unreadable file leaves the old list in force, and
  /// the log says so once.
  void look();

  [[nodiscard]] std::optional<std::string> refusal(const tracker::Admission& admission) const override {
    return list_.refusal(admission);
  }

 private:
  /// Identifies a version of the file: differs after a write or replacement.
  struct Stamp {
    std::uint64_t inode = 0;
    std::int64_t size = -1;
    std::int64_t seconds = 0;
    std::int64_t nanoseconds = 0;
    bool operator==(const Stamp&) const = default;
  };

  explicit AllowFile(std::filesystem::path path) : path_(std::move(path)) {}
  [[nodiscard]] base::Result<void> read();
  [[nodiscard]] Stamp stamp() const;

  std::filesystem::path path_;
  Stamp stamp_;
  tracker::AllowList list_;
};

}  // namespace magnetar::app
