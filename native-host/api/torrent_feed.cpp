#include "api/torrent_feed.h"

#include <utility>

#include "api/json.h"

namespace magnetar::api {
namespace {

// One notification stays far below the frame limit of 1 MiB: a torrent takes about 1 KiB.
constexpr std::size_t kMostPerNotification = 200;

}  // namespace

void TorrentFeed::added(const TorrentView& torrent) {
  auto now = to_json(torrent);
  subscribers_.tell("torrents.added", {{"torrent", now}});
  told_[torrent.id] = std::move(now);
}

void TorrentFeed::changed(const std::vector<TorrentView>& all) {
  auto changes = nlohmann::json::array();
  const auto flush = [&] {
    if (!changes.empty())
      subscribers_.tell("torrents.changed", {{"torrents", std::exchange(changes, nlohmann::json::array())}});
  };
  for (const auto& torrent : all) {
    auto now = to_json(torrent);
    auto& before = told_[torrent.id];
    auto change = torrent_changes(before.is_null() ? nlohmann::json::object() : before, now);
    before = std::move(now);
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
