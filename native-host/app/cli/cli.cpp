#include "app/cli/cli.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <iostream>
#include <nlohmann/json.hpp>

#include "app/cli/arguments.h"
#include "app/cli/commands.h"
#include "app/cli/format.h"

namespace magnetar::app::cli {
namespace {

constexpr std::string_view kHelp = R"(Magnetar plays torrents while they download.

usage: magnetar COMMAND

  stream SOURCE [--file N] [--open]   play a magnet link, info-hash, .torrent file or its address
  list [--json]                       the torrents that are here
  status [--json]                     the daemon: rates, ports, disk
  stats [ID] [--json] [--watch]       streams and swarms in figures
  trace ID on|off                     a file of all that happens to a torrent's bytes
  pause ID, resume ID                 stop and go on
  remove ID [--delete-data]           take a torrent off the list
  settings [get KEY | set KEY=VALUE…] [--json]
  stop                                end the daemon; it saves everything first
  doctor [--json]                     check everything between browser and player
  register, unregister                tell browsers about Magnetar, and take it back
  daemon                              run the daemon in the foreground
  tracker [--http PORT] [--udp PORT] [--ws PORT] [--allow FILE]
                                      run a tracker in the foreground

An ID may be shortened as long as it stays unique. Each command explains itself with --help.

exit codes: 0 done, 1 failed, 2 not understood, 3 no daemon, 4 not found
)";

struct Command {
  std::string_view name;
  ExitCode (*run)(Context&, const Arguments&);
  ArgumentForm form;
  std::string_view help;
};

const std::array<Command, 10>& commands() {
  static const std::array<Command, 10> commands{{
      {"stream",
       run_stream,
       {1, 1, {"--json", "--open"}, {"--file"}},
       R"(usage: magnetar stream SOURCE [--file N] [--open] [--json]

SOURCE is a magnet link, an info-hash, a .torrent file or its http(s) address.
Prints id, file and the URL for a player, then shows progress until interrupted
(Ctrl-C ends with code 0; the torrent stays in the list).

  --file N   play the file of this number instead of the main one
  --open     start the first player that is found on this machine with it
  --json     one JSON object a line: {"event":"progress",…}, {"event":"ready",…,"url":…}
)"},
      {"list", run_list, {0, 0, {"--json"}, {}}, R"(usage: magnetar list [--json]

Prints a line for each torrent: id, progress, size, state, name. Newest first.

  --json     an array of objects with all that is known
)"},
      {"status", run_status, {0, 0, {"--json"}, {}}, R"(usage: magnetar status [--json]

Prints how the daemon does. Ends with code 3 when it does not run; it is not started.

  --json     one object
)"},
      {"stats",
       run_stats,
       {0, 1, {"--json", "--watch"}, {}},
       R"(usage: magnetar stats [ID] [--json] [--watch]

Prints figures of one torrent, or of all that have a viewer or peers: what arrives,
what was fetched in vain, who sends it, and of each viewer where it is, how much is
ready and how long it waited. Ends with code 3 when the daemon does not run.

  --watch    again each second, until interrupted
  --json     one object with everything about all torrents; with --watch one a line
)"},
      {"trace", run_trace, {2, 2, {}, {}}, R"(usage: magnetar trace ID on
       magnetar trace ID off

Writes down what happens to a torrent's bytes: each request to a peer, each block that
arrives, each piece that is checked, each part that goes to a viewer. Prints the file's
path; after "off" all of it is written. It holds addresses of peers. One line of JSON an
event, at most 64 MiB; the file stays until you delete it.
)"},
      {"pause", run_pause, {1, 1, {}, {}}, R"(usage: magnetar pause ID

Stops a torrent; what is here stays and plays.
)"},
      {"resume", run_resume, {1, 1, {}, {}}, R"(usage: magnetar resume ID

Lets a paused torrent go on, or one that a problem stopped try again.
)"},
      {"remove", run_remove, {1, 1, {"--delete-data"}, {}}, R"(usage: magnetar remove ID [--delete-data]

Takes a torrent off the list. Its files stay unless told.

  --delete-data   delete its files, too
)"},
      {"settings", run_settings, {0, 64, {"--json"}, {}}, R"(usage: magnetar settings [--json]
       magnetar settings get KEY [--json]
       magnetar settings set KEY=VALUE… [--json]

Without a word all settings are printed. Several are changed together or not at all.
Sizes and rates take K, M, G (powers of 1000) or KiB, MiB, GiB (powers of 1024):
  magnetar settings set download_limit=2M cache_size=50GiB dht=off
)"},
      {"stop", run_stop, {0, 0, {}, {}}, R"(usage: magnetar stop

Ends the daemon and waits for that. Ends with code 3 when it does not run.
)"},
  }};
  return commands;
}

ExitCode run_command(const Command& command, std::span<const std::string_view> rest, Console& console,
                     const base::Paths& paths) {
  const auto arguments = parse_arguments(rest, command.form);
  if (!arguments) return report_usage(console, arguments.error().message, command.name);
  if (arguments.value().has("--help")) {
    console.out << command.help;
    return ExitCode::ok;
  }
  Context context{console, paths};
  try {
    return command.run(context, arguments.value());
  } catch (const nlohmann::json::exception& problem) {
    // The answer lacks a member that this version expects.
    console.err << "magnetar: The daemon's answer was not understood (" << printable(problem.what())
                << "). Stop it with: magnetar stop\n";
    return ExitCode::failed;
  }
}

}  // namespace

ExitCode run(std::span<const std::string_view> arguments, Console& console, const base::Paths& paths) {
  if (arguments.empty()) {
    console.err << kHelp;
    return ExitCode::usage;
  }
  const std::string_view name = arguments.front();
  if (name == "--help" || name == "-h" || name == "help") {
    console.out << kHelp;
    return ExitCode::ok;
  }
  if (name == "--version") {
    console.out << "magnetar " MAGNETAR_VERSION "\n";
    return ExitCode::ok;
  }
  const auto command = std::ranges::find(commands(), name, &Command::name);
  if (command == commands().end()) {
    return report_usage(console, "There is no command \"" + printable(name) + "\".", "");
  }
  return run_command(*command, arguments.subspan(1), console, paths);
}

}  // namespace magnetar::app::cli

namespace magnetar::app {
namespace {

std::size_t terminal_width() {
  winsize size{};
  if (::ioctl(STDERR_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col < 20) return 80;
  return size.ws_col;
}

}  // namespace

int run_cli(std::span<const std::string_view> arguments) {
  cli::Console console{std::cout, std::cerr, ::isatty(STDERR_FILENO) == 1, terminal_width(),
                       ::isatty(STDOUT_FILENO) == 1};
  const auto paths = base::user_paths();
  if (!paths) return static_cast<int>(cli::report(console, paths.error()));
  return static_cast<int>(cli::run(arguments, console, paths.value()));
}

}  // namespace magnetar::app
