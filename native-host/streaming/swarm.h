#pragma once
// The scheduler's questions and orders to the part that fetches pieces.

#include <cstdint>
#include <optional>
#include <span>

#include "streaming/layout.h"
#include "streaming/plan.h"

namespace magnetar::streaming {

/// One torrent's swarm. The scheduler calls it on the loop thread and never expects an answer at once. An
/// implementation does not call the scheduler back from inside these methods.
class Swarm {
 public:
  virtual ~Swarm() = default;
  /// Changes the priorities of these pieces and of no others. Never empty.
  virtual void request(std::span<const PieceRequest> changes) = 0;
  /// Whether the piece has passed its hash check and its bytes can be read.
  [[nodiscard]] virtual bool has(base::PieceIndex piece) const = 0;
  /// The first piece of the range that is not available. The range may be the whole torrent.
  [[nodiscard]] virtual std::optional<base::PieceIndex> first_missing(PieceRange pieces) const = 0;
  /// Sets the torrent's download limit in bytes per second; 0: none.
  virtual void limit_download(std::int64_t bytes_per_second) = 0;
  /// Has more peers asked for the blocks of one late piece.
  virtual void hurry(base::PieceIndex piece) = 0;
  /// Takes hurry() back.
  virtual void relax(base::PieceIndex piece) = 0;
};

}  // namespace magnetar::streaming
