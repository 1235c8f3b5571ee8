#pragma once
// Reads the elements before the first Cluster of a Matroska or WebM file (RFC 9559).

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "base/error.h"
#include "media/film_bytes.h"

namespace magnetar::media {

struct MatroskaHead {
  /// Whether ffmpeg finds an index (Cues). With Cues ffmpeg seeks; otherwise it reads the film through.
  enum class Index {
    none,
    named,  ///< a SeekHead tells its position, which is not checked
    there,
  };

  /// The EBML header, a Segment of unknown size, Info and Tracks: with any Clusters behind it, a valid file.
  std::vector<std::byte> header;
  std::int64_t clusters = 0;  ///< byte at which the first Cluster begins
  double tick = 0.001;        ///< seconds per unit of the timestamps
  std::uint64_t picture = 0;  ///< number of the first video track; 0: none
  double duration = 0;        ///< seconds; 0: unknown
  Index index = Index::none;
  std::int64_t index_at = 0;  ///< byte at which the Cues begin or are said to begin

  /// Bytes that replace those of the file, so that it has no Attachments.
  struct Patch {
    std::int64_t at = 0;
    std::vector<std::byte> bytes;
    std::int64_t skipped = 0;  ///< number of bytes behind them that have no meaning any more
  };
  std::vector<Patch> without_attachments;  ///< ordered by position
};

/// Whether a file with this beginning may be Matroska.
[[nodiscard]] bool is_matroska(std::span<const std::byte> beginning);

/// Reads a bounded number of elements and keeps at most 4 MiB of them. Errors: media_unreadable when the file
/// is no Matroska or has no Cluster; those of the bytes.
[[nodiscard]] base::Result<MatroskaHead> read_matroska_head(FilmBytes& film);

/// The times of the video keyframes in the Cues, ordered, in seconds. Empty without Cues, or with Cues of
/// more than 8 MiB. Errors: those of the bytes.
[[nodiscard]] base::Result<std::vector<double>> index_times(FilmBytes& film, const MatroskaHead& head);

/// Whether the Cues are where a SeekHead says. Errors: those of the bytes.
[[nodiscard]] base::Result<bool> has_index(FilmBytes& film, const MatroskaHead& head);

}  // namespace magnetar::media
