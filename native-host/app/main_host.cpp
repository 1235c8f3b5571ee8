// magnetar-host: the native messaging host. The browser starts it, one for each connection of the extension.

#include <boost/asio/signal_set.hpp>
#include <csignal>
#include <cstdio>
#include <string_view>
#include <vector>

#include "app/relay/caller.h"
#include "app/relay/daemon_launcher.h"
#include "app/relay/relay.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/loop.h"
#include "base/paths.h"
#include "messaging/stdio_channel.h"
#include "rpc/envelope.h"

namespace magnetar::app::relay {
namespace {

// The grace of both channels together stays well below the second in which the host must end.
constexpr base::Duration kGrace = std::chrono::milliseconds(300);

messaging::ChannelOptions browser_options() {
  auto options = messaging::daemon_side(rpc::refused_frame_payload());
  options.grace = kGrace;
  return options;
}

DaemonLauncher::Options launcher_options(const base::Paths& paths) {
  DaemonLauncher::Options options;
  options.command = {beside_this_program("magnetar"), {"daemon"}, paths.log()};
  options.channel.grace = kGrace;
  return options;
}

// A door that never opens, for a relay that only tells the browser why it ends.
class ClosedDoor final : public DaemonDoor {
 public:
  void open(Opened) override {}
};

int refuse(base::Loop& loop, std::unique_ptr<messaging::FrameChannel> browser, const base::Error& error) {
  const base::SystemClock clock;
  ClosedDoor door;
  Relay relay(clock, std::move(browser), door, [&loop](int) { loop.stop(); });
  relay.start();
  relay.give_up(error);
  loop.run();
  return 1;
}

int relay_frames(base::Loop& loop, std::unique_ptr<messaging::FrameChannel> browser,
                 const base::Paths& paths) {
  const base::SystemClock clock;
  DaemonLauncher launcher(loop, paths, launcher_options(paths));
  int exit_code = 0;
  Relay relay(clock, std::move(browser), launcher, [&](int code) {
    exit_code = code;
    loop.stop();
  });
  boost::asio::signal_set signals(loop.context(), SIGTERM, SIGINT, SIGHUP);
  signals.async_wait([&relay](const boost::system::error_code& error, int) {
    if (!error) relay.stop();
  });
  relay.start();
  loop.run();
  return exit_code;
}

int run(const std::vector<std::string_view>& arguments) {
  base::Loop loop;
  auto browser = messaging::open_stdio_channel(loop, browser_options());
  if (!browser) {
    base::log(base::LogLevel::error, "relay", browser.error().message);
    return 1;
  }
  const auto caller = identify_caller(arguments);
  if (!caller) return refuse(loop, std::move(browser).value(), caller.error());
  const auto paths = base::user_paths();
  if (!paths) {
    return refuse(loop, std::move(browser).value(),
                  {base::ErrorCode::daemon_unavailable, paths.error().message});
  }
  return relay_frames(loop, std::move(browser).value(), paths.value());
}

}  // namespace
}  // namespace magnetar::app::relay

int main(int argc, char** argv) {
  const std::vector<std::string_view> arguments(argv + (argc > 0 ? 1 : 0), argv + argc);
  if (!arguments.empty() && arguments[0] == "--version") {
    std::puts("magnetar-host " MAGNETAR_VERSION);
    return 0;
  }
  return magnetar::app::relay::run(arguments);
}
