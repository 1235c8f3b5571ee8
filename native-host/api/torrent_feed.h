#pragma once
// Sends changes of torrents to subscribers, and only those.

#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <string_view>
#include <vector>

#include "api/views.h"

namespace magnetar::api {

/// The clients that have subscribed to notifications.
class Subscribers {
 public:
  virtual ~Subscribers() = default;
  virtual void tell(std::string_view method, const nlohmann::json& params) = 0;
};

/// Keeps the last sent view of each torrent. A client that subscribes later takes a snapshot of its own.
/// Later deltas are right for it too, because they hold whole values of members.
class TorrentFeed {
 public:
  explicit TorrentFeed(Subscribers& subscribers) : subscribers_(subscribers) {}

  void added(const TorrentView& torrent);
  void changed(const std::vector<TorrentView>& all);
  void removed(const base::TorrentId& id, std::string_view reason,
               const std::optional<base::TorrentId>& replaced_by);
  /// Forgets the sent views, when there are no subscribers.
  void forget() { told_.clear(); }

 private:
  /// Returns null when nothing has changed. An unchanged torrent costs a comparison and no JSON, because all
  /// are compared twice a second.
  [[nodiscard]] nlohmann::json change_since_told(const TorrentView& now);

  Subscribers& subscribers_;
  std::map<base::TorrentId, TorrentView> told_;
};

}  // namespace magnetar::api
