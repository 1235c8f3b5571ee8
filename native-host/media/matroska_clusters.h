#pragma once
// Finds places in a Matroska file without Cues, by the Timestamps of its Clusters.

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

/// Finds the first Cluster in any part of a file; its offset counts from the first of the bytes. `tick` as in
/// MatroskaHead. A Cluster id counts only when a Timestamp follows at once. Pure.
[[nodiscard]] std::optional<Cluster> find_cluster(std::span<const std::byte> bytes, double tick);

/// Finds a Cluster that begins at `seconds` or at most kCloseSeconds before, with a few small reads; where
/// Clusters are long or far apart, the last one that begins before. Errors: those of the bytes.
inline constexpr double kCloseSeconds = 4;
[[nodiscard]] base::Result<Cluster> cluster_before(FilmBytes& film, const MatroskaHead& head, double seconds);

/// The time at which the film ends, in seconds of its own clock, from its last Clusters; 0 when no Cluster is
/// found near the end. Errors: those of the bytes.
[[nodiscard]] base::Result<double> length_by_clusters(FilmBytes& film, const MatroskaHead& head);

}  // namespace magnetar::media
