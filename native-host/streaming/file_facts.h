#pragma once
// Facts about the films in a torrent: their bitrates, their indexes, and the attachments before them.

#include <optional>
#include <vector>

#include "base/byte_range.h"

namespace magnetar::streaming {

/// The facts come from players and containers; impossible ones are left out. Files and ranges are places in
/// the torrent.
class FileFacts {
 public:
  /// The most bytes of an index that are fetched early, for one file.
  static constexpr std::int64_t kMostIndex = 64 * 1024 * 1024;

  void set_duration(base::ByteRange file, double seconds);
  /// `in_file`: ranges within the file. Ranges that leave the file are left out, and so are those beyond
  /// kMostIndex.
  void set_index(base::ByteRange file, const std::vector<base::ByteRange>& in_file);

  /// Does the same for attachments, which lie before the film and are skipped (Findings::attachments).
  void set_attachments(base::ByteRange file, const std::vector<base::ByteRange>& in_file);

  /// The film's bitrate in bytes per second; nothing while its duration is not known.
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
