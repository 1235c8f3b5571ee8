#pragma once
// What the scheduler asks and tells whoever fetches pieces.

#include <cstdint>
#include <optional>
#include <span>

#include "streaming/layout.h"
#include "streaming/plan.h"

namespace magnetar::streaming {

/// One torrent's swarm. The scheduler calls it on the loop thread and never expects an answer at once; an
/// implementation does not call the scheduler back from inside these.
class Swarm {
 public:
  virtual ~Swarm() = default;
  /// These pieces, and no others, are wanted differently from now on. Never empty.
  virtual void request(std::span<const PieceRequest> changes) = 0;
  /// Whether the piece has passed its hash check and its bytes can be read.
  [[nodiscard]] virtual bool has(base::PieceIndex piece) const = 0;
  /// The first piece of the range that is not here. It may hold every piece of the torrent.
  [[nodiscard]] virtual std::optional<base::PieceIndex> first_missing(PieceRange pieces) const = 0;
  /// The torrent downloads no faster than this from now on, in bytes per second; 0: as fast as it can.
  virtual void limit_download(std::int64_t bytes_per_second) = 0;
  /// One late piece: ask more peers for the same blocks.
  virtual void hurry(base::PieceIndex piece) = 0;
  /// Takes hurry() back.
  virtual void relax(base::PieceIndex piece) = 0;
};

}  // namespace magnetar::streaming
