#include "api/torrent_feed.h"

#include <utility>

#include "api/json.h"

namespace magnetar::api {
namespace {

// The limit keeps a notification far below the frame limit of 1 MiB: a torrent takes about 1 KiB.
constexpr std::size_t kMostPerNotification = 200;

}  // namespace

void TorrentFeed::added(const TorrentView& torrent) {
  subscribers_.tell("torrents.added", {{"torrent", to_json(torrent)}});
  told_.insert_or_assign(torrent.id, torrent);
}

nlohmann::json TorrentFeed::change_since_told(const TorrentView& now) {
  const auto known = told_.find(now.id);
  if (known == told_.end()) {
    told_.emplace(now.id, now);
    return torrent_changes(nlohmann::json::object(), to_json(now));
  }
  // A change of `state_seconds` alone is not sent: it is sent with a new state.
  known->second.state_seconds = now.state_seconds;
  if (known->second == now) return nullptr;
  const auto before = to_json(std::exchange(known->second, now));
  return torrent_changes(before, to_json(now));
}

void TorrentFeed::changed(const std::vector<TorrentView>& all) {
  auto changes = nlohmann::json::array();
  const auto flush = [&] {
    if (!changes.empty())
      subscribers_.tell("torrents.changed", {{"torrents", std::exchange(changes, nlohmann::json::array())}});
  };
  for (const auto& torrent : all) {
    auto change = change_since_told(torrent);
    if (!change.is_null()) changes.push_back(std::move(change));
    if (changes.size() == kMostPerNotification) flush();
  }
  flush();
}

void TorrentFeed::removed(const base::TorrentId& id, std::string_view reason,
                          const std::optional<base::TorrentId>& replaced_by) {
  told_.erase(id);
  nlohmann::json params{{"id", id.value}, {"reason", reason}};
  if (replaced_by) params["replaced_by"] = replaced_by->value;
  subscribers_.tell("torrents.removed", params);
}

}  // namespace magnetar::api
