// The commands `list`, `pause`, `resume` and `remove`.

#include "app/cli/commands.h"
#include "app/cli/daemon_connection.h"
#include "app/cli/format.h"
#include "app/cli/torrent_lookup.h"
#include "app/cli/words.h"

namespace magnetar::app::cli {
namespace {

using base::Result;
using nlohmann::json;
using Start = DaemonConnection::Start;

std::string name_of(const json& torrent) {
  return printable(torrent.at("name").get_ref<const std::string&>());
}

std::string row(const json& torrent, std::size_t id_length) {
  std::string text = torrent.at("id").get_ref<const std::string&>().substr(0, id_length);
  text += "  " + format_percent(torrent.at("progress").get<double>());
  text += "  " + format_bytes(torrent.at("size").get<std::int64_t>());
  text += "  " + state_words(torrent.at("state").get_ref<const std::string&>());
  return text + "  " + name_of(torrent);
}

// Sends one request for one torrent and writes one line of result.
ExitCode act(Context& context, const std::string& prefix, const char* method, json params, const char* done) {
  const auto run = [&]() -> Result<json> {
    MAGNETAR_TRY(daemon, DaemonConnection::open(context.paths, Start::if_needed));
    MAGNETAR_TRY(torrents, all_torrents(*daemon));
    MAGNETAR_TRY(torrent, find_torrent(torrents, prefix));
    params["id"] = torrent.at("id");
    BOOST_OUTCOME_TRYV(daemon->request(method, params));
    return std::move(torrent);
  };
  const auto torrent = run();
  if (!torrent) return report(context.console, torrent.error());
  context.console.out << done << ": " << name_of(torrent.value()) << '\n';
  return ExitCode::ok;
}

}  // namespace

ExitCode run_list(Context& context, const Arguments& arguments) {
  const auto run = [&]() -> Result<std::vector<json>> {
    MAGNETAR_TRY(daemon, DaemonConnection::open(context.paths, Start::if_needed));
    return all_torrents(*daemon);
  };
  const auto torrents = run();
  if (!torrents) return report(context.console, torrents.error());
  if (arguments.has("--json")) {
    context.console.out << json(torrents.value()).dump(2, ' ', false, json::error_handler_t::replace) << '\n';
    return ExitCode::ok;
  }
  if (torrents.value().empty()) context.console.out << "No torrents. Add one with: magnetar stream SOURCE\n";
  const std::size_t id_length = unique_prefix(torrents.value());
  for (const json& torrent : torrents.value()) context.console.out << row(torrent, id_length) << '\n';
  return ExitCode::ok;
}

ExitCode run_pause(Context& context, const Arguments& arguments) {
  return act(context, arguments.words.at(0), "torrents.pause", json::object(), "Paused");
}

ExitCode run_resume(Context& context, const Arguments& arguments) {
  return act(context, arguments.words.at(0), "torrents.resume", json::object(), "Resumed");
}

ExitCode run_remove(Context& context, const Arguments& arguments) {
  const bool with_data = arguments.has("--delete-data");
  return act(context, arguments.words.at(0), "torrents.remove", {{"data", with_data ? "delete" : "keep"}},
             with_data ? "Removed with its files" : "Removed, its files stay");
}

}  // namespace magnetar::app::cli
