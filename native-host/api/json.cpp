#include "api/json.h"

#include <algorithm>

#include "api/links.h"
#include "api/view_form.h"
#include "http/media_types.h"

namespace magnetar::api {
namespace {

using nlohmann::json;

json hash_json(const base::InfoHash& hash) {
  json result = json::object();
  if (!hash.v1.empty()) result["v1"] = hash.v1;
  if (!hash.v2.empty()) result["v2"] = hash.v2;
  return result;
}

template <class T>
json or_null(const std::optional<T>& value) {
  return value ? json(*value) : json(nullptr);
}

json to_json(const ReaderView& reader) {
  return {{"viewer", reader.viewer.empty() ? json(nullptr) : json(reader.viewer)},
          {"file", reader.file ? json(reader.file->value) : json(nullptr)},
          {"position", reader.position},
          {"window", {{"begin", reader.window.begin}, {"end", reader.window.end}}},
          {"buffered_seconds", reader.buffered_seconds},
          {"bitrate", reader.bitrate},
          {"rate", reader.rate},
          {"waited_seconds", reader.waited_seconds},
          {"waiting", reader.waiting},
          {"stalls", reader.stalls},
          {"connections", reader.connections}};
}

std::string_view name_of(engine::TrackerStats::State state) {
  using State = engine::TrackerStats::State;
  switch (state) {
    case State::waiting:
      return "waiting";
    case State::failed:
      return "failed";
    case State::asking:
      return "asking";
    case State::answered:
      return "answered";
  }
  return "waiting";
}

json to_json(const engine::SearchStats& search) {
  json trackers = json::array();
  for (const auto& tracker : search.trackers) {
    trackers.push_back({{"host", tracker.host},
                        {"status", name_of(tracker.state)},
                        {"message", tracker.message},
                        {"next_seconds", tracker.next_seconds}});
  }
  return {{"known", search.known},     {"connecting", search.connecting},
          {"dialled", search.dialled}, {"dht", search.dht},
          {"lsd", search.lsd},         {"trackers", std::move(trackers)}};
}

json to_json(const std::vector<engine::WebSeedStatus>& seeds) {
  json list = json::array();
  for (const auto& seed : seeds) {
    list.push_back({{"host", seed.host},
                    {"state", seed.state},
                    {"error", seed.error.empty() ? json(nullptr) : json(seed.error)},
                    {"downloaded", seed.downloaded},
                    {"download_rate", seed.rate},
                    {"connections", seed.connections}});
  }
  return list;
}

json to_json(const TorrentStatsView& torrent) {
  const auto& swarm = torrent.swarm;
  json readers = json::array();
  for (const auto& reader : torrent.readers) readers.push_back(to_json(reader));
  constexpr std::size_t kMostBanned = 100;
  json banned = json::array();
  for (std::size_t i = 0; i < std::min(kMostBanned, swarm.banned.size()); ++i)
    banned.push_back({{"address", swarm.banned[i].address}, {"wrong_blocks", swarm.banned[i].blocks}});
  return {{"id", torrent.id.value},
          {"name", torrent.name},
          {"downloaded", swarm.downloaded},
          {"wasted", swarm.wasted},
          {"corrupt", swarm.corrupt},
          {"hash_failures", swarm.hash_failures},
          {"fetched_again", swarm.fetched_again},
          {"banned", std::move(banned)},
          {"download_rate", swarm.download_rate},
          {"limit", torrent.limit},
          {"in_flight", swarm.in_flight},
          {"peers",
           {{"tcp", swarm.tcp},
            {"utp", swarm.utp},
            {"web_seeds", swarm.web_seeds},
            {"web_peers", swarm.web_peers},
            {"encrypted", swarm.encrypted},
            {"seeds", swarm.seeds},
            {"choking", swarm.choking},
            {"snubbed", swarm.snubbed}}},
          {"search", to_json(swarm.search)},
          {"web_seeds", to_json(swarm.web_seed_list)},
          {"readers", std::move(readers)}};
}

// Whether the subject of the error names a reason, as for a page in place of a .torrent file
// (docs/protocol.md).
bool has_reason(const base::Error& error) {
  const bool page = error.code == base::ErrorCode::bad_torrent && error.subject.ends_with("_page");
  const bool too_large = error.code == base::ErrorCode::disk_full && error.subject == "too_large";
  return page || too_large || (error.code == base::ErrorCode::fetch_failed && !error.subject.empty());
}

http::MediaKind kind_of(const FileView& file) {
  return file.taken_for_film ? http::MediaKind::video : http::media_kind(file.path);
}

}  // namespace

std::string_view state_name(TorrentState state) {
  switch (state) {
    case TorrentState::fetching_torrent:
      return "fetching_torrent";
    case TorrentState::finding_peers:
      return "finding_peers";
    case TorrentState::fetching_metadata:
      return "fetching_metadata";
    case TorrentState::checking:
      return "checking";
    case TorrentState::downloading:
      return "downloading";
    case TorrentState::idle:
      return "idle";
    case TorrentState::complete:
      return "complete";
    case TorrentState::paused:
      return "paused";
    case TorrentState::error:
      return "error";
  }
  return "error";
}

json to_json(const base::Error& error) {
  json notice{{"code", static_cast<int>(error.code)},
              {"name", base::error_name(error.code)},
              {"message", error.message}};
  if (has_reason(error)) notice["reason"] = error.subject;
  return notice;
}

json watched_json(const TorrentView& torrent) {
  if (!torrent.watched) return nullptr;
  const auto& [file, seconds, duration] = *torrent.watched;
  return {{"file", file.value}, {"seconds", seconds}, {"duration", duration}};
}

json kept_json(const TorrentView& torrent) {
  if (torrent.kept == 0) return nullptr;
  return {{"files", torrent.kept},
          {"there", torrent.kept_there},
          {"error", torrent.keep_failure ? to_json(*torrent.keep_failure) : json(nullptr)}};
}

json notice_json(const TorrentView& torrent) {
  if (!torrent.notice) return nullptr;
  json notice = to_json(*torrent.notice);
  if (torrent.notice->code == base::ErrorCode::disk_full && torrent.missing_room > 0)
    notice["missing_bytes"] = torrent.missing_room;
  return notice;
}

json to_json(const TorrentView& torrent) {
  return {{"id", torrent.id.value},
          {"name", torrent.name},
          {"info_hash", hash_json(torrent.info_hash)},
          {"state", state_name(torrent.state)},
          {"state_since", torrent.state_seconds},
          {"notice", notice_json(torrent)},
          {"has_metadata", torrent.has_metadata},
          {"paused", torrent.paused},
          {"size", torrent.size},
          {"done", torrent.done},
          {"progress", torrent.progress},
          {"download_rate", torrent.download_rate},
          {"upload_rate", torrent.upload_rate},
          {"peers", torrent.peers},
          {"seeds", torrent.seeds},
          {"eta", or_null(torrent.eta)},
          {"viewers", torrent.viewers},
          {"file_count", torrent.file_count},
          {"main_file", torrent.main_file ? json(torrent.main_file->value) : json(nullptr)},
          {"start_file", torrent.start_file ? json(torrent.start_file->value) : json(nullptr)},
          {"watched", watched_json(torrent)},
          {"kept", kept_json(torrent)},
          {"added_at", torrent.added_at}};
}

json to_json(const DetailsView& details) {
  return {{"magnet", details.magnet},
          {"piece_length", details.piece_length},
          {"piece_count", details.piece_count},
          {"comment", details.comment},
          {"trackers", details.trackers},
          {"private", details.is_private},
          {"folder", details.folder}};
}

json to_json(const FileView& file, const base::TorrentId& id, std::string_view http_base) {
  return {{"index", file.index.value},
          {"path", file.path},
          {"name", file.name()},
          {"size", file.size},
          {"done", file.done},
          {"selected", file.selected},
          {"kept", or_null(file.kept)},
          {"watched", file.watched},
          {"extra", file.extra},
          {"kind", http::media_kind_name(kind_of(file))},
          {"view", view_form_name(file.taken_for_film ? ViewForm::none : view_form(file.path))},
          {"url", file_url(http_base, id, file)}};
}

json to_json(const StatusView& status) {
  json warnings = json::array();
  for (const auto& warning : status.warnings)
    warnings.push_back({{"kind", warning.kind}, {"subject", warning.subject}});
  return {
      {"version", MAGNETAR_VERSION},
      {"pid", status.pid},
      {"uptime", status.uptime},
      {"clients", status.clients},
      {"torrents", status.torrents},
      {"download_rate", status.download_rate},
      {"upload_rate", status.upload_rate},
      {"dht_nodes", status.dht_nodes},
      {"listen_port", status.listen_port},
      {"http_port", status.http_port},
      {"disk",
       {{"folder", status.folder}, {"used", status.used}, {"limit", status.limit}, {"free", status.free}}},
      {"warnings", std::move(warnings)}};
}

json to_json(const StatsView& stats) {
  json torrents = json::array();
  for (const auto& torrent : stats.torrents) torrents.push_back(to_json(torrent));
  return {{"torrents", std::move(torrents)},
          {"total", stats.total},
          {"memory", {{"used", stats.memory.used}, {"limit", stats.memory.limit}}}};
}

json to_json(const library::Settings& settings) {
  json result = json::object();
  for (const auto& field : library::setting_fields()) {
    std::visit([&](const auto& value) { result[std::string(field.key)] = value; },
               library::value_of(settings, field));
  }
  return result;
}

json torrent_changes(const json& before, const json& now) {
  json changes = json::object();
  for (const auto& [key, value] : now.items()) {
    if (key != "state_since" && before.value(key, json()) != value) changes[key] = value;
  }
  if (changes.empty()) return nullptr;
  if (changes.contains("state")) changes["state_since"] = now["state_since"];
  changes["id"] = now["id"];
  return changes;
}

}  // namespace magnetar::api
