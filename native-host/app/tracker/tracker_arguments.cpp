#include "app/tracker/tracker_arguments.h"

#include <algorithm>
#include <charconv>

#include "app/cli/arguments.h"
#include "app/cli/format.h"

namespace magnetar::app {
namespace {

namespace ip = boost::asio::ip;

constexpr std::uint32_t kMostRequests = 100'000;
constexpr std::size_t kMostAddresses = 16;

const cli::ArgumentForm& form() {
  static const cli::ArgumentForm tracker{
      0, 0, {"--json"}, {"--http", "--udp", "--ws", "--listen", "--allow", "--requests", "--peers"}};
  return tracker;
}

base::Error misused(const std::string& problem) {
  return {base::ErrorCode::invalid_params, problem};
}

/// Returns the option's integer, at most `most`; no value when the option is absent.
base::Result<std::optional<std::uint32_t>> number_of(const cli::Arguments& words, std::string_view option,
                                                     std::uint32_t most) {
  const auto given = words.values.find(option);
  if (given == words.values.end()) return std::optional<std::uint32_t>();
  const std::string& text = given->second;
  std::uint32_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size() || number > most)
    return misused(std::string(option) + " needs a number up to " + std::to_string(most) + ".");
  return std::optional(number);
}

base::Result<std::optional<std::uint16_t>> port_of(const cli::Arguments& words, std::string_view option) {
  MAGNETAR_TRY(number, number_of(words, option, 65535));
  if (!number) return std::optional<std::uint16_t>();
  return std::optional(static_cast<std::uint16_t>(*number));
}

base::Result<TrackerPorts> ports_of(const cli::Arguments& words) {
  MAGNETAR_TRY(http, port_of(words, "--http"));
  MAGNETAR_TRY(udp, port_of(words, "--udp"));
  MAGNETAR_TRY(web_socket, port_of(words, "--ws"));
  if (!http && !udp && !web_socket) return TrackerPorts{kTrackerPort, kTrackerPort, kTrackerPort};
  return TrackerPorts{http, udp, web_socket};
}

base::Result<std::vector<ip::address>> addresses_of(const cli::Arguments& words) {
  std::vector<ip::address> addresses;
  const auto given = words.values.find("--listen");
  std::string_view rest = given == words.values.end() ? std::string_view{} : given->second;
  while (!rest.empty()) {
    const auto end = std::min(rest.find(','), rest.size());
    const std::string word(rest.substr(0, end));
    boost::system::error_code error;
    addresses.push_back(ip::make_address(word, error));
    if (error || addresses.size() > kMostAddresses)
      return misused("--listen needs IP addresses, not \"" + cli::printable(word) + "\".");
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  return addresses;
}

base::Result<TrackerOptions> options_of(const cli::Arguments& words) {
  TrackerOptions options;
  MAGNETAR_TRY(addresses, addresses_of(words));
  MAGNETAR_TRY(ports, ports_of(words));
  MAGNETAR_TRY(requests, number_of(words, "--requests", kMostRequests));
  MAGNETAR_TRY(peers, number_of(words, "--peers", 100'000'000));
  options.addresses = addresses;
  options.ports = ports;
  options.requests = requests.value_or(options.requests);
  options.limits_loopback = requests.has_value();
  if (peers) options.swarms.peers = *peers;
  return options;
}

}  // namespace

std::string_view tracker_help() {
  return R"(usage: magnetar tracker [--http PORT] [--udp PORT] [--ws PORT] [--listen ADDRESS,…]
                        [--allow FILE] [--requests N] [--peers N] [--json]

Runs a tracker in the foreground until it is told to stop: it tells peers of one torrent
about each other, over HTTP, UDP and WebSocket (for web pages). Prints its announce URLs.
Without a port all three are on 6969; --http and --ws may have the same one. Only
programs of this computer reach it unless told otherwise.

  --listen ADDRESS,…   where, instead of 127.0.0.1 and ::1; 0.0.0.0,:: is everywhere
  --allow FILE         only the torrents of this list: an info-hash a line. It is read
                       again when it changes
  --requests N         how many a second one address may make; 100, and no limit for
                       programs of this computer, unless told; 0 is no limit
  --peers N            how many peers are kept; 1000000 unless told
  --json               prints one line of JSON: {"http":[…],"udp":[…],"ws":[…]}
)";
}

base::Result<TrackerArguments> read_tracker_arguments(std::span<const std::string_view> arguments) {
  MAGNETAR_TRY(words, cli::parse_arguments(arguments, form()));
  TrackerArguments read;
  read.help = words.has("--help");
  read.json = words.has("--json");
  if (read.help) return read;
  MAGNETAR_TRY(options, options_of(words));
  read.options = options;
  if (const auto file = words.values.find("--allow"); file != words.values.end())
    read.allow_file = file->second;
  return read;
}

}  // namespace magnetar::app
