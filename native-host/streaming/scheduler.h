#pragma once
// streaming: decides which pieces are wanted, from what readers need. Pure: no thread, no network, no clock
// of its own; it asks and tells the world through the interfaces here. One Scheduler per torrent, on the loop
// thread, owned by the daemon's torrent.

#include <map>
#include <span>
#include <vector>

#include "base/clock.h"
#include "streaming/layout.h"
#include "streaming/plan.h"
#include "streaming/reader.h"
#include "streaming/window.h"

namespace magnetar::streaming {

/// Whoever fetches pieces.
class PieceRequests {
 public:
  virtual ~PieceRequests() = default;
  /// These pieces, and no others, are wanted differently from now on. Never empty.
  virtual void request(std::span<const PieceRequest> changes) = 0;
};

/// The readers of one torrent and what they want of it. Begins with nothing wanted.
class Scheduler {
 public:
  /// A reader that closed keeps its window this long: a seek closes one connection and opens another.
  static constexpr std::chrono::seconds kLinger{8};

  Scheduler(Layout layout, PieceRequests& requests, const base::Clock& clock);

  /// A reader of `file` (its place in the torrent) that wants the byte at `position` (in the torrent) next.
  [[nodiscard]] ReaderId open(base::ByteRange file, std::int64_t position);
  void move(ReaderId reader, std::int64_t position);
  void close(ReaderId reader);

  /// These files are fetched whole, watched or not.
  void select(std::vector<base::ByteRange> files);
  /// Takes effect with the next change of a reader.
  void set_speed(const Speed& speed) { speed_ = speed; }
  /// Lets readers go whose linger has passed; call it about once a second while lingering().
  void tick();

  /// Whether readers are left that tick() will let go.
  [[nodiscard]] bool lingering() const;
  /// Readers with an open connection.
  [[nodiscard]] std::size_t open_readers() const;
  /// The files that are selected or being read, each once.
  [[nodiscard]] std::vector<base::ByteRange> wanted_files() const;

 private:
  void update();
  [[nodiscard]] Plan plan() const;

  Layout layout_;
  PieceRequests& requests_;
  const base::Clock& clock_;
  Speed speed_;
  ReaderId next_{1};
  std::map<ReaderId, Reader> readers_;
  std::vector<base::ByteRange> selected_;
  Plan current_;
};

}  // namespace magnetar::streaming
