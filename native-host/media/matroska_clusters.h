#pragma once
// Finds places in a Matroska file that has no index, by the times its Clusters tell.

#include <cstdint>
#include <optional>
#include <span>

#include "base/error.h"
#include "media/film_bytes.h"
#include "media/matroska_head.h"

namespace magnetar::media {

struct Cluster {
  std::int64_t offset = 0;  ///< bytes
  double seconds = 0;       ///< of the film
};

/// The first Cluster in the bytes, which are any part of a file; its offset counts from their beginning.
/// `tick` as in MatroskaHead. Pure: a Cluster is believed when its timestamp follows at once.
[[nodiscard]] std::optional<Cluster> find_cluster(std::span<const std::byte> bytes, double tick);

/// A Cluster that begins at `seconds` or at most kCloseSeconds before, found with a few small reads; where
/// Clusters are long or far between, the last that begins before. Errors: those of the bytes.
inline constexpr double kCloseSeconds = 4;
[[nodiscard]] base::Result<Cluster> cluster_before(FilmBytes& film, const MatroskaHead& head, double seconds);

/// When the film ends by its own clock, in seconds, as its last Clusters tell; 0 when none is found near the
/// end. Errors: those of the bytes.
[[nodiscard]] base::Result<double> length_by_clusters(FilmBytes& film, const MatroskaHead& head);

}  // namespace magnetar::media
