#pragma once
// What stands before the film in a Matroska or WebM file (RFC 9559).

#include <cstddef>
#include <optional>
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
  std::vector<std::byte> opening;
  std::int64_t clusters = 0;  ///< where the first Cluster begins, bytes
  double tick = 0.001;        ///< what timestamps count, seconds
  double duration = 0;        ///< seconds; 0: it does not say
  Index index = Index::none;
  std::int64_t index_at = 0;  ///< where the index is named to be, bytes
};

/// Looks at a bounded number of elements and keeps at most 4 MiB of them. Errors: media_unreadable when it is
/// no Matroska or has no Cluster; those of the bytes.
[[nodiscard]] base::Result<MatroskaHead> read_matroska_head(FilmBytes& film);

/// Whether there is an index after all where a seek head names one. Errors: those of the bytes.
[[nodiscard]] base::Result<bool> has_index(FilmBytes& film, const MatroskaHead& head);

}  // namespace magnetar::media
