#pragma once
// The swarm of one torrent for its scheduler: the engine downloads, the data tell the verified pieces.

#include <memory>

#include "base/strong_id.h"
#include "engine/engine.h"
#include "streaming/swarm.h"

namespace magnetar::app {

/// Loop thread only. The engine must outlive it.
class TorrentSwarm final : public streaming::Swarm {
 public:
  /// `data` is null when the engine has none; then no piece is available.
  TorrentSwarm(engine::Engine& engine, base::TorrentId id, std::shared_ptr<engine::TorrentData> data);

  void request(std::span<const streaming::PieceRequest> changes) override;
  [[nodiscard]] bool has(base::PieceIndex piece) const override;
  [[nodiscard]] std::optional<base::PieceIndex> first_missing(streaming::PieceRange pieces) const override;
  void limit_download(std::int64_t bytes_per_second) override;
  void hurry(base::PieceIndex piece) override;
  void relax(base::PieceIndex piece) override;

 private:
  engine::Engine& engine_;
  const base::TorrentId id_;
  const std::shared_ptr<engine::TorrentData> data_;
};

}  // namespace magnetar::app
