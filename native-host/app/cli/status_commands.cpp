// The commands `status` and `stop`, about the daemon itself. Neither starts it.

#include <chrono>

#include "app/cli/commands.h"
#include "app/cli/daemon_connection.h"
#include "app/cli/format.h"
#include "app/cli/json_fields.h"
#include "app/cli/process_end.h"

namespace magnetar::app::cli {
namespace {

using base::Error;
using base::ErrorCode;
using base::Result;
using nlohmann::json;
using Start = DaemonConnection::Start;

constexpr base::Duration kStopDeadline = std::chrono::seconds(15);

void print_status(std::ostream& out, const json& status) {
  const json& disk = status.at("disk");
  const std::int64_t limit = number(disk, "limit");
  out << "Magnetar " << printable(status.at("version").get_ref<const std::string&>()) << " runs for "
      << format_duration(std::chrono::seconds(number(status, "uptime"))) << " (process "
      << number(status, "pid") << ")\n"
      << "Torrents: " << number(status, "torrents") << ", clients: " << number(status, "clients") << '\n'
      << "Down " << format_rate(number(status, "download_rate")) << ", up "
      << format_rate(number(status, "upload_rate")) << '\n'
      << "Peers reach port " << number(status, "listen_port")
      << ", DHT nodes: " << number(status, "dht_nodes") << ", players use port "
      << number(status, "http_port") << '\n'
      << "Films in " << printable(disk.at("folder").get_ref<const std::string&>()) << ": "
      << format_bytes(number(disk, "used")) << (limit > 0 ? " of " + format_bytes(limit) : "") << " used, "
      << format_bytes(number(disk, "free")) << " free on the disk\n";
}

Result<void> stop(const base::Paths& paths) {
  MAGNETAR_TRY(daemon, DaemonConnection::open(paths, Start::never));
  MAGNETAR_TRY(status, daemon->request("status.get", json::object()));
  const ProcessHandle process(status.at("pid").get<pid_t>());
  BOOST_OUTCOME_TRYV(daemon->request("daemon.stop", json::object()));
  if (process.ends_within(kStopDeadline)) return base::success();
  return Error{ErrorCode::internal, "The daemon takes long to stop. Look at its log, or end process " +
                                        status.at("pid").dump() + "."};
}

}  // namespace

ExitCode run_status(Context& context, const Arguments& arguments) {
  const auto run = [&]() -> Result<json> {
    MAGNETAR_TRY(daemon, DaemonConnection::open(context.paths, Start::never));
    return daemon->request("status.get", json::object());
  };
  const auto status = run();
  if (!status && status.error().code == ErrorCode::daemon_unavailable) {
    context.console.err
        << "Magnetar is not running. It starts by itself with a stream, or with: magnetar list\n";
    return ExitCode::no_daemon;
  }
  if (!status) return report(context.console, status.error());
  if (arguments.has("--json")) {
    context.console.out << status.value().dump(2, ' ', false, json::error_handler_t::replace) << '\n';
  } else {
    print_status(context.console.out, status.value());
  }
  return ExitCode::ok;
}

ExitCode run_stop(Context& context, const Arguments&) {
  const auto stopped = stop(context.paths);
  if (!stopped && stopped.error().code == ErrorCode::daemon_unavailable) {
    context.console.err << "Magnetar is not running.\n";
    return ExitCode::no_daemon;
  }
  if (!stopped) return report(context.console, stopped.error());
  context.console.out << "Stopped.\n";
  return ExitCode::ok;
}

}  // namespace magnetar::app::cli
