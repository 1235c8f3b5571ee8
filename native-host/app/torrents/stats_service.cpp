#include "app/torrents/stats_service.h"

#include <algorithm>
#include <array>
#include <ctime>
#include <utility>

#include "app/torrents/catalog_answers.h"
#include "app/torrents/trace_folder.h"
#include "base/paths.h"

namespace magnetar::app {
namespace {

using api::StatsView;
using base::Result;
using base::TorrentId;
using Answer = std::function<void(Result<StatsView>)>;

std::optional<base::FileIndex> index_of(const Torrent& torrent, base::ByteRange place) {
  const auto& files = torrent.metadata()->files;
  const auto found = std::ranges::find(files, place, &engine::TorrentFile::in_torrent);
  return found == files.end() ? std::nullopt : std::optional(found->index);
}

api::ReaderView view_of(const Torrent& torrent, const streaming::ViewerStats& stats) {
  const std::int64_t begin = stats.position - stats.file.begin;
  api::ReaderView view;
  view.viewer = stats.viewer.value;
  view.file = index_of(torrent, stats.file);
  view.position = begin;
  view.window = {begin, std::min(begin + std::max(stats.window, stats.urgent), stats.file.size())};
  view.buffered_seconds = stats.buffered_seconds;
  view.bitrate = stats.bitrate;
  view.rate = stats.consumption;
  view.waited_seconds = std::chrono::duration<double>(stats.waited).count();
  view.waiting = stats.waiting;
  view.stalls = stats.stalls;
  view.connections = stats.cursors;
  return view;
}

api::TorrentStatsView view_of(Torrent& torrent, engine::SwarmStats swarm) {
  api::TorrentStatsView view{torrent.id(), torrent.record.name, std::move(swarm), 0, {}};
  if (const auto* scheduler = torrent.scheduler()) {
    const auto stats = scheduler->stats();
    view.limit = stats.limit;
    for (const auto& viewer : stats.viewers) view.readers.push_back(view_of(torrent, viewer));
  }
  return view;
}

// Returns the time as "20261121T082720.123Z"; milliseconds keep the names of two traces of a torrent apart.
std::string time_text() {
  const auto now = std::chrono::system_clock::now();
  const auto seconds = std::chrono::system_clock::to_time_t(now);
  const auto milliseconds =
      std::chrono::duration_cast<std::chrono::milliseconds>(now.time_since_epoch()).count() % 1000;
  std::tm utc{};
  ::gmtime_r(&seconds, &utc);
  std::array<char, 32> text{};
  const auto length = std::strftime(text.data(), text.size(), "%Y%m%dT%H%M%S", &utc);
  const std::string fraction = std::to_string(1000 + milliseconds).substr(1);
  return std::string(text.data(), length) + "." + fraction + "Z";
}

}  // namespace

StatsService::StatsService(const TorrentMap& torrents, engine::Engine& engine, const base::Clock& clock,
                           std::filesystem::path traces)
    : torrents_(torrents), engine_(engine), clock_(clock), traces_(std::move(traces)) {}

void StatsService::ask(const TorrentId& id, Answer answer) {
  if (!torrents_.find(id)) return answer(unknown_torrent());
  ask_swarms({id}, 1, [answer = std::move(answer)](const Result<StatsView>& stats) {
    answer(stats.value().torrents.empty() ? Result<StatsView>(unknown_torrent()) : stats);
  });
}

void StatsService::ask(const api::Page& page, Answer answer) {
  const auto torrents = torrents_.newest_first();
  std::vector<TorrentId> ids;
  for (std::size_t i = page.offset; i < torrents.size() && ids.size() < page.limit; ++i)
    ids.push_back(torrents[i]->id());
  ask_swarms(ids, torrents.size(), std::move(answer));
}

void StatsService::ask_swarms(const std::vector<TorrentId>& ids, std::size_t total, Answer answer) {
  engine_.ask_swarms(
      ids, [this, ids, total, answer = std::move(answer)](const std::vector<engine::SwarmStats>& swarms) {
        StatsView stats{{}, total, engine_.memory()};
        for (std::size_t i = 0; i < ids.size(); ++i) {
          if (const auto torrent = torrents_.find(ids[i]))
            stats.torrents.push_back(view_of(*torrent, swarms[i]));
        }
        answer(std::move(stats));
      });
}

Result<std::optional<std::filesystem::path>> StatsService::trace(const TorrentId& id, bool on) {
  MAGNETAR_TRY(torrent, torrents_.get(id));
  if (!on) return torrent->trace()->stop();
  BOOST_OUTCOME_TRYV(base::make_private_folder(traces_));
  make_room_for_trace(traces_);
  const auto file = traces_ / (id.value + "-" + time_text() + ".jsonl");
  MAGNETAR_TRY(begun, torrent->trace()->start(file, clock_));
  return std::optional(std::move(begun));
}

}  // namespace magnetar::app
