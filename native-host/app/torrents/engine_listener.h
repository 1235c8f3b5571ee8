#pragma once
// Passes the engine's events to the parts of the catalog.

#include <optional>

#include "api/catalog.h"
#include "app/torrents/cache_space.h"
#include "app/torrents/kept_file_placer.h"
#include "app/torrents/removals.h"
#include "app/torrents/torrent_intake.h"
#include "app/torrents/torrent_map.h"
#include "engine/engine.h"
#include "library/records.h"

namespace magnetar::app {

/// Loop thread only.
class EngineListener final : public engine::EngineEvents {
 public:
  struct Parts {
    TorrentMap& torrents;
    TorrentIntake& intake;
    Removals& removals;
    CacheSpace& space;
    KeptFilePlacer& placer;
    const library::Records& library;
    api::CatalogEvents& events;
  };

  /// To be called before the engine's first event, which is posted to the loop: the engine exists before the
  /// catalog. The parts must outlive the engine.
  void connect(const Parts& parts) { parts_.emplace(parts); }
  /// Returns the session's status of the last event.
  [[nodiscard]] const engine::SessionStatus& session_status() const { return session_status_; }

  void on_metadata(const base::TorrentId& id, std::string torrent_file) override;
  void on_checked(const base::TorrentId& id) override;
  void on_status(const std::vector<engine::TorrentStatus>& changed,
                 const engine::SessionStatus& session) override;
  void on_pieces(const base::TorrentId& id, std::span<const base::PieceIndex> pieces) override;
  void on_files_changed(const base::TorrentId& id, const std::vector<base::FileIndex>& files) override;
  void on_failure(const base::TorrentId& id, const base::Error& error) override;
  void on_tracker_refused(const base::TorrentId& id, const std::string& message) override;
  void on_resume_data(const base::TorrentId& id, std::string resume_data) override;
  void on_removed(const base::TorrentId& id) override;
  void on_session_state(std::string state) override;

 private:
  void announce();

  std::optional<Parts> parts_;
  engine::SessionStatus session_status_;
};

}  // namespace magnetar::app
