#include "app/tracker/tracker_main.h"

#include <boost/asio/ip/udp.hpp>
#include <boost/asio/signal_set.hpp>
#include <csignal>
#include <iostream>
#include <nlohmann/json.hpp>

#include "app/cli/console.h"
#include "app/tracker/allow_file.h"
#include "app/tracker/tracker_arguments.h"
#include "base/descriptor_limit.h"

namespace magnetar::app {
namespace {

namespace ip = boost::asio::ip;

/// Returns the loopback addresses of this machine: IPv6 may be disabled.
std::vector<ip::address> loopback_addresses(boost::asio::io_context& context) {
  std::vector<ip::address> addresses{ip::address_v4::loopback()};
  boost::system::error_code error;
  ip::udp::socket socket(context);
  socket.open(ip::udp::v6(), error);
  if (!error) socket.bind({ip::address_v6::loopback(), 0}, error);
  if (!error) addresses.emplace_back(ip::address_v6::loopback());
  return addresses;
}

void print(const TrackerUrls& urls, bool json) {
  if (json) {
    std::cout << nlohmann::json{{"http", urls.http}, {"udp", urls.udp}, {"ws", urls.web_socket}} << std::endl;
    return;
  }
  for (const auto* list : {&urls.http, &urls.udp, &urls.web_socket})
    for (const std::string& url : *list) std::cout << url << '\n';
  std::cout << std::flush;
}

/// Runs the tracker until a signal arrives.
base::Result<void> serve(const TrackerArguments& arguments, const tracker::Filter& filter, AllowFile* file) {
  base::Loop loop;
  TrackerOptions options = arguments.options;
  if (options.addresses.empty()) options.addresses = loopback_addresses(loop.context());
  MAGNETAR_TRY(server, TrackerServer::start(loop, options, filter));
  const auto look = loop.every(std::chrono::seconds(1), [file] {
    if (file != nullptr) file->look();
  });
  boost::asio::signal_set signals(loop.context(), SIGTERM, SIGINT, SIGHUP);
  signals.async_wait([&loop](const boost::system::error_code&, int) { loop.stop(); });
  print(server->urls(), arguments.json);
  loop.run();
  return base::success();
}

base::Result<void> serve(const TrackerArguments& arguments) {
  if (!arguments.allow_file) return serve(arguments, tracker::OpenFilter(), nullptr);
  MAGNETAR_TRY(file, AllowFile::open(*arguments.allow_file));
  return serve(arguments, file, &file);
}

}  // namespace

int run_tracker(std::span<const std::string_view> arguments) {
  cli::Console console{std::cout, std::cerr};
  const auto read = read_tracker_arguments(arguments);
  if (!read) return static_cast<int>(cli::report_usage(console, read.error().message, "tracker"));
  if (read.value().help) {
    std::cout << tracker_help();
    return 0;
  }
  std::signal(SIGPIPE, SIG_IGN);
  base::raise_descriptor_limit();
  const auto served = serve(read.value());
  return static_cast<int>(served ? cli::ExitCode::ok : cli::report(console, served.error()));
}

}  // namespace magnetar::app
