#pragma once
// What stands before the film in a Matroska or WebM file (RFC 9559).

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "base/error.h"
#include "media/film_bytes.h"

namespace magnetar::media {

struct MatroskaHead {
  /// Whether the file has an index (Cues) that ffmpeg finds: it seeks by it, and reads the film through
  /// otherwise.
  enum class Index {
    none,
    named,  ///< a seek head says where; only a look there tells
    there,
  };

  /// EBML header, a Segment of unknown size, Info and Tracks: with any Clusters behind it, it is a file.
  std::vector<std::byte> header;
  std::int64_t clusters = 0;  ///< where the first Cluster begins, bytes
  double tick = 0.001;        ///< what timestamps count, seconds
  std::uint64_t picture = 0;  ///< the number of the first track of pictures; 0: there is none
  double duration = 0;        ///< seconds; 0: it does not say
  Index index = Index::none;
  std::int64_t index_at = 0;  ///< where the index is, or is named to be, bytes

  /// Bytes that make the file one without attachments when they stand in it instead of its own.
  struct Patch {
    std::int64_t at = 0;
    std::vector<std::byte> bytes;
    std::int64_t skipped = 0;  ///< bytes behind them that mean nothing any more
  };
  std::vector<Patch> without_attachments;  ///< in order
};

/// Whether a file that begins so may be Matroska.
[[nodiscard]] bool is_matroska(std::span<const std::byte> beginning);

/// Looks at a bounded number of elements and keeps at most 4 MiB of them. Errors: media_unreadable when it is
/// no Matroska or has no Cluster; those of the bytes.
[[nodiscard]] base::Result<MatroskaHead> read_matroska_head(FilmBytes& film);

/// The times that the index tells of the pictures, in order, seconds: where key pictures are. None where
/// there is no index, or one of more than 8 MiB. Errors: those of the bytes.
[[nodiscard]] base::Result<std::vector<double>> index_times(FilmBytes& film, const MatroskaHead& head);

/// Whether there is an index after all where a seek head names one. Errors: those of the bytes.
[[nodiscard]] base::Result<bool> has_index(FilmBytes& film, const MatroskaHead& head);

}  // namespace magnetar::media
