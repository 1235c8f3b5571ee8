#pragma once
// Tells subscribers what changed, and only that.

#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <string_view>
#include <vector>

#include "api/views.h"

namespace magnetar::api {

/// Whoever wants notifications.
class Subscribers {
 public:
  virtual ~Subscribers() = default;
  virtual void tell(std::string_view method, const nlohmann::json& params) = 0;
};

/// Remembers what was told last of each torrent. A client that subscribes later takes a snapshot of its own;
/// deltas after it are then right for it too, because they hold whole values of members.
class TorrentFeed {
 public:
  explicit TorrentFeed(Subscribers& subscribers) : subscribers_(subscribers) {}

  void added(const TorrentView& torrent);
  void changed(const std::vector<TorrentView>& all);
  void removed(const base::TorrentId& id, std::string_view reason,
               const std::optional<base::TorrentId>& replaced_by);
  /// Nobody listens: what was told does not count any more.
  void forget() { told_.clear(); }

 private:
  /// Null when nothing has changed. Torrents in which nothing changes cost a comparison, since all are asked
  /// about twice a second.
  [[nodiscard]] nlohmann::json change_since_told(const TorrentView& now);

  Subscribers& subscribers_;
  std::map<base::TorrentId, TorrentView> told_;
};

}  // namespace magnetar::api
