#pragma once
// Copies of a torrent's content for peers without the true content: one with wrong bytes, one with some of
// the pieces.

#include <cstdint>
#include <filesystem>
#include <functional>

namespace magnetar::testing {

/// A temporary folder with a file or folder of content in it, removed with the object.
class ContentCopy {
 public:
  /// A copy in which one of `one_block_in` blocks of 16 KiB has wrong bytes; 1: every block, wherever its
  /// file begins.
  static ContentCopy spoiled(const std::filesystem::path& content, int one_block_in);
  /// A copy of one file with only the pieces for which `has` is true; the rest are holes.
  static ContentCopy partial(const std::filesystem::path& file, std::int64_t piece_size,
                             const std::function<bool(std::int64_t piece)>& has);

  ~ContentCopy();
  ContentCopy(ContentCopy&& other) noexcept;
  ContentCopy(const ContentCopy&) = delete;
  ContentCopy& operator=(const ContentCopy&) = delete;
  ContentCopy& operator=(ContentCopy&&) = delete;

  [[nodiscard]] const std::filesystem::path& folder() const { return folder_; }

 private:
  ContentCopy();

  std::filesystem::path folder_;
};

}  // namespace magnetar::testing
