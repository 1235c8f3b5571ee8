#pragma once
// What is known of the films in a torrent: their bitrates, where their indexes lie, and what lies before
// them.

#include <optional>
#include <vector>

#include "base/byte_range.h"

namespace magnetar::streaming {

/// Everything here comes from players and containers; what cannot be is left out. Files and ranges are
/// places in the torrent.
class FileFacts {
 public:
  /// The most that is fetched early as an index, for one file.
  static constexpr std::int64_t kMostIndex = 64 * 1024 * 1024;

  void set_duration(base::ByteRange file, double seconds);
  /// `in_file`: ranges within the file; those that leave it are left out, and all beyond kMostIndex.
  void set_index(base::ByteRange file, const std::vector<base::ByteRange>& in_file);

  /// The same for what lies before the film and is jumped over (Findings::attachments).
  void set_attachments(base::ByteRange file, const std::vector<base::ByteRange>& in_file);

  /// Bytes per second, when the file's length in time is known.
  [[nodiscard]] std::optional<std::int64_t> bitrate(base::ByteRange file) const;
  [[nodiscard]] const std::vector<base::ByteRange>& index(base::ByteRange file) const;
  [[nodiscard]] const std::vector<base::ByteRange>& attachments(base::ByteRange file) const;

 private:
  struct Facts {
    base::ByteRange file;
    std::optional<std::int64_t> bitrate;
    std::vector<base::ByteRange> index;
    std::vector<base::ByteRange> attachments;
  };
  [[nodiscard]] Facts& of(base::ByteRange file);
  [[nodiscard]] const Facts* find(base::ByteRange file) const;

  std::vector<Facts> files_;
};

}  // namespace magnetar::streaming
