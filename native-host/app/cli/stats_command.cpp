// The commands `stats` and `trace`: the activity of streams. Neither starts the daemon: without it there are
// no streams.

#include "app/cli/commands.h"
#include "app/cli/daemon_connection.h"
#include "app/cli/format.h"
#include "app/cli/stats_text.h"
#include "app/cli/torrent_lookup.h"

namespace magnetar::app::cli {
namespace {

using base::Error;
using base::ErrorCode;
using base::Result;
using nlohmann::json;

constexpr base::Duration kAgain = std::chrono::seconds(1);
constexpr std::size_t kPage = 200;
// Terminal sequences: cursor to the upper left corner; erase the rest of a line, and of the screen.
constexpr std::string_view kHome = "\033[H";
constexpr std::string_view kEraseLine = "\033[K\n";
constexpr std::string_view kEraseRest = "\033[J";

ExitCode report_failure(Context& context, const Error& error) {
  if (error.code != ErrorCode::daemon_unavailable) return report(context.console, error);
  context.console.err << "Magnetar is not running.\n";
  return ExitCode::no_daemon;
}

/// Returns the statistics of all torrents, page by page.
Result<json> all_stats(DaemonConnection& daemon) {
  json all;
  for (;;) {
    const std::size_t known = all.is_null() ? 0 : all.at("torrents").size();
    MAGNETAR_TRY(page, daemon.request("stats.get", {{"offset", known}, {"limit", kPage}}));
    const bool last = page.at("torrents").empty();
    if (all.is_null()) {
      all = std::move(page);
    } else {
      all.at("torrents")
          .insert(all.at("torrents").end(), page.at("torrents").begin(), page.at("torrents").end());
    }
    if (last || all.at("torrents").size() >= all.at("total").get<std::size_t>()) return all;
  }
}

class Stats {
 public:
  Stats(Console& console, DaemonConnection& daemon, bool as_json, bool watch)
      : console_(console), daemon_(daemon), as_json_(as_json), watch_(watch) {}

  /// Returns cancelled when interrupted.
  Result<void> run(const std::string& prefix) {
    if (!prefix.empty()) {
      MAGNETAR_TRY(torrents, all_torrents(daemon_));
      MAGNETAR_TRY(torrent, find_torrent(torrents, prefix));
      id_ = torrent.at("id");
    }
    for (;;) {
      MAGNETAR_TRY(stats, id_.is_null() ? all_stats(daemon_) : daemon_.request("stats.get", {{"id", id_}}));
      show(stats);
      if (!watch_ || !console_.out) return base::success();
      BOOST_OUTCOME_TRYV(daemon_.run_for(kAgain));
    }
  }

 private:
  void show(const json& stats) {
    if (as_json_) {
      const int indent = watch_ ? -1 : 2;
      console_.out << stats.dump(indent, ' ', false, json::error_handler_t::replace) << std::endl;
      return;
    }
    const std::string text = stats_text(stats, id_.is_null());
    if (watch_ && console_.screen) {
      redraw(text);
    } else {
      console_.out << text << (watch_ ? "\n" : "") << std::flush;
    }
  }

  void redraw(std::string_view text) {
    console_.out << kHome;
    while (!text.empty()) {
      const auto end = text.find('\n');
      console_.out << shorten(text.substr(0, end), console_.width - 1) << kEraseLine;
      text.remove_prefix(end + 1);
    }
    console_.out << kEraseRest << std::flush;
  }

  Console& console_;
  DaemonConnection& daemon_;
  const bool as_json_;
  const bool watch_;
  json id_;  ///< null: all torrents
};

Result<json> switch_trace(Context& context, const std::string& prefix, bool on) {
  MAGNETAR_TRY(daemon, DaemonConnection::open(context.paths, DaemonConnection::Start::never));
  MAGNETAR_TRY(torrents, all_torrents(*daemon));
  MAGNETAR_TRY(torrent, find_torrent(torrents, prefix));
  return daemon->request("stats.trace", {{"id", torrent.at("id")}, {"on", on}});
}

}  // namespace

ExitCode run_stats(Context& context, const Arguments& arguments) {
  auto daemon = DaemonConnection::open(context.paths, DaemonConnection::Start::never);
  if (!daemon) return report_failure(context, daemon.error());
  daemon.value()->end_on_signals();
  Stats stats(context.console, *daemon.value(), arguments.has("--json"), arguments.has("--watch"));
  const auto ended = stats.run(arguments.words.empty() ? std::string{} : arguments.words.front());
  if (ended || ended.error().code == ErrorCode::cancelled) return ExitCode::ok;
  return report_failure(context, ended.error());
}

ExitCode run_trace(Context& context, const Arguments& arguments) {
  const std::string& word = arguments.words.at(1);
  if (word != "on" && word != "off")
    return report_usage(context.console, "A trace is switched on or off.", "trace");
  const auto traced = switch_trace(context, arguments.words.at(0), word == "on");
  if (!traced) return report_failure(context, traced.error());
  const json& path = traced.value().at("path");
  if (path.is_null()) {
    context.console.err << "No trace of this torrent was on.\n";
    return ExitCode::not_found;
  }
  context.console.out << printable(path.get_ref<const std::string&>()) << '\n';
  return ExitCode::ok;
}

}  // namespace magnetar::app::cli
