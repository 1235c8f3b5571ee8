#include "app/cli/torrent_lookup.h"

#include <algorithm>
#include <set>

namespace magnetar::app::cli {
namespace {

using base::Error;
using base::ErrorCode;
using base::Result;
using nlohmann::json;

constexpr std::size_t kPage = 200;
constexpr std::size_t kShortest = 8;
constexpr std::size_t kLongest = 64;

const std::string& id_of(const json& torrent) {
  return torrent.at("id").get_ref<const std::string&>();
}

}  // namespace

Result<std::vector<json>> all_torrents(DaemonConnection& daemon) {
  std::vector<json> all;
  for (;;) {
    MAGNETAR_TRY(page, daemon.request("torrents.list", {{"offset", all.size()}, {"limit", kPage}}));
    const json& torrents = page.at("torrents");
    all.insert(all.end(), torrents.begin(), torrents.end());
    if (torrents.empty() || all.size() >= page.at("total").get<std::size_t>()) return all;
  }
}

Result<json> find_torrent(const std::vector<json>& torrents, std::string_view prefix) {
  const auto exact = std::ranges::find(torrents, prefix, id_of);
  if (exact != torrents.end()) return *exact;
  const auto begins = [&](const json& torrent) { return id_of(torrent).starts_with(prefix); };
  const auto first = std::ranges::find_if(torrents, begins);
  if (prefix.empty() || first == torrents.end()) {
    return Error{ErrorCode::unknown_torrent, "no torrent begins with this", std::string(prefix)};
  }
  if (std::find_if(first + 1, torrents.end(), begins) != torrents.end()) {
    return Error{ErrorCode::invalid_params, "Several torrents begin with " + std::string(prefix) +
                                                ". Give more of the id; see: magnetar list"};
  }
  return *first;
}

std::size_t unique_prefix(const std::vector<json>& torrents) {
  for (std::size_t length = kShortest; length < kLongest; ++length) {
    std::set<std::string> seen;
    const auto fresh = [&](const json& torrent) {
      return seen.insert(id_of(torrent).substr(0, length)).second;
    };
    if (std::ranges::all_of(torrents, fresh)) return length;
  }
  return kLongest;
}

}  // namespace magnetar::app::cli
