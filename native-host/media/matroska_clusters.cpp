#include "media/matroska_clusters.h"

#include <algorithm>
#include <array>

#include "base/ebml.h"
#include "base/matroska_ids.h"
#include "media/time_limits.h"

namespace magnetar::media {
namespace {

namespace ebml = base::ebml;
using namespace base::matroska;
using Bytes = std::span<const std::byte>;

// Bytes that a Cluster's header, an optional CRC-32 and its Timestamp take.
constexpr std::int64_t kClusterHead = 64;
constexpr std::int64_t kStep = std::int64_t{256} << 10;
// Muxers begin a Cluster every five seconds or 5 MiB.
constexpr std::int64_t kMostBetween = std::int64_t{32} << 20;
constexpr std::int64_t kTail = std::int64_t{1} << 20;
constexpr int kMostLooks = 24;
constexpr int kGuesses = 6;

/// The Timestamp among the first children of a Cluster, seconds.
std::optional<double> timestamp(Bytes payload, double tick) {
  for (int child = 0; child < 3; ++child) {
    const auto header = ebml::read_header(payload);
    if (!header || !header->sized || header->size > payload.size() - header->length) return std::nullopt;
    const auto size = static_cast<std::size_t>(header->size);
    if (header->id == kTimestamp && size > 8) return std::nullopt;
    if (header->id == kTimestamp) {
      const auto ticks = ebml::unsigned_number(payload.subspan(header->length, size));
      const auto seconds = static_cast<double>(ticks) * tick;
      return seconds <= kLongestSeconds ? std::optional(seconds) : std::nullopt;
    }
    if (header->id != kCrc32 && header->id != kVoid) return std::nullopt;
    payload = payload.subspan(header->length + size);
  }
  return std::nullopt;
}

/// The first Cluster that begins in the range of the file, read step by step.
base::Result<std::optional<Cluster>> next_cluster(FilmBytes& film, double tick, base::ByteRange range) {
  range.end = std::min({range.end, film.size(), range.begin + kMostBetween});
  for (auto at = range.begin; at < range.end; at += kStep) {
    const auto end = std::min(at + kStep, range.end);
    // A Cluster at the end of this step may have its Timestamp in the next one.
    MAGNETAR_TRY(bytes, film.read({at, end + kClusterHead}));
    const auto found = find_cluster(bytes, tick);
    if (found && at + found->offset < end) return std::optional(Cluster{at + found->offset, found->seconds});
  }
  return std::optional<Cluster>();
}

/// The search interval: a Cluster at or before the time, and a place behind which no such Cluster begins.
struct Bracket {
  Cluster low;
  Cluster high;

  /// The next place to look at: interpolated from the times on both sides, later by bisection.
  [[nodiscard]] std::int64_t guess(double seconds, int look) const {
    const auto bytes = static_cast<double>(high.offset - low.offset);
    const auto span = high.seconds - low.seconds;
    const bool halve = look >= kGuesses || span <= 0;
    const auto share = halve ? 0.5 : std::clamp((seconds - low.seconds) / span, 0.01, 0.99);
    return low.offset + std::max<std::int64_t>(1, static_cast<std::int64_t>(bytes * share));
  }
};

/// A block's timestamp relative to its Cluster, in ticks: 16 bits, signed, behind the track number.
int block_time(Bytes block) {
  const std::size_t number = !block.empty() && (block[0] & std::byte{0x80}) == std::byte{0} ? 2 : 1;
  if (block.size() < number + 2) return 0;
  const auto high = std::to_integer<unsigned>(block[number]);
  const auto low = std::to_integer<unsigned>(block[number + 1]);
  return static_cast<std::int16_t>(high << 8 | low);
}

/// The latest relative timestamp among the complete blocks in the payload of a Cluster.
int latest_block(Bytes payload) {
  int latest = 0;
  const auto look = [&](Bytes block) { latest = std::max(latest, block_time(block)); };
  ebml::each_child(payload, [&](std::uint64_t id, Bytes child) {
    if (id == kSimpleBlock) look(child);
    if (id != kBlockGroup) return;
    ebml::each_child(child, [&](std::uint64_t inner, Bytes block) {
      if (inner == kBlock) look(block);
    });
  });
  return latest;
}

/// The payload of the Cluster that the bytes begin with; without a size, up to the next Cluster.
Bytes payload_of(Bytes bytes, const ebml::Header& header, double tick) {
  const auto rest = bytes.subspan(header.length);
  if (header.sized)
    return rest.first(static_cast<std::size_t>(std::min<std::uint64_t>(header.size, rest.size())));
  const auto next = find_cluster(rest, tick);
  return next ? rest.first(static_cast<std::size_t>(next->offset)) : rest;
}

/// The film's end in seconds, from the Clusters in its last bytes. Each byte is read a fixed number of times.
std::optional<double> end_in(Bytes bytes, double tick) {
  std::optional<double> end;
  while (const auto found = find_cluster(bytes, tick)) {
    bytes = bytes.subspan(static_cast<std::size_t>(found->offset));
    const auto header = *ebml::read_header(bytes);
    const auto payload = payload_of(bytes, header, tick);
    end = std::max(end.value_or(0), found->seconds + latest_block(payload) * tick);
    bytes = bytes.subspan(header.length + payload.size());
  }
  return end;
}

}  // namespace

std::optional<Cluster> find_cluster(Bytes bytes, double tick) {
  for (auto from = bytes.begin();;) {
    const auto at = std::search(from, bytes.end(), kClusterId.begin(), kClusterId.end());
    if (at == bytes.end()) return std::nullopt;
    const auto offset = at - bytes.begin();
    const auto here = bytes.subspan(static_cast<std::size_t>(offset));
    const auto header = ebml::read_header(here);
    const auto seconds = header && header->id == kCluster ? timestamp(here.subspan(header->length), tick)
                                                          : std::optional<double>();
    if (seconds) return Cluster{offset, *seconds};
    from = at + 1;
  }
}

base::Result<Cluster> cluster_before(FilmBytes& film, const MatroskaHead& head, double seconds) {
  MAGNETAR_TRY(first, next_cluster(film, head.tick, {head.clusters, film.size()}));
  const Cluster beginning = first.value_or(Cluster{head.clusters, 0});
  MAGNETAR_TRY(length,
               head.duration > 0 ? base::Result<double>(head.duration) : length_by_clusters(film, head));
  Bracket between{beginning, {film.size(), std::max(length, seconds)}};
  for (int look = 0; look < kMostLooks && seconds - between.low.seconds > kCloseSeconds; ++look) {
    const auto at = between.guess(seconds - kCloseSeconds / 2, look);
    if (at >= between.high.offset) break;
    MAGNETAR_TRY(found, next_cluster(film, head.tick, {at, between.high.offset}));
    if (found && found->seconds <= seconds) {
      between.low = *found;
    } else {
      between.high = {at, found ? found->seconds : between.high.seconds};
    }
  }
  return between.low;
}

base::Result<double> length_by_clusters(FilmBytes& film, const MatroskaHead& head) {
  // The last Cluster begins near the end; the range doubles for long Clusters.
  for (auto tail = kTail; tail <= kMostBetween; tail *= 2) {
    const auto begin = std::max(head.clusters, film.size() - tail);
    MAGNETAR_TRY(bytes, film.read({begin, film.size()}));
    if (const auto end = end_in(bytes, head.tick)) return *end;
    if (begin == head.clusters) break;
  }
  return 0;
}

}  // namespace magnetar::media
