#include "app/cli/daemon_connection.h"

#include <chrono>
#include <csignal>
#include <utility>
#include <variant>

#include "app/relay/daemon_launcher.h"
#include "messaging/local_client.h"

namespace magnetar::app::cli {
namespace {

using base::Error;
using base::ErrorCode;
using base::Result;
using nlohmann::json;

constexpr base::Duration kHelloDeadline = std::chrono::seconds(10);
constexpr const char* kDropped = "the connection ended";

}  // namespace

DaemonConnection::~DaemonConnection() = default;

Result<std::unique_ptr<DaemonConnection>> DaemonConnection::open(const base::Paths& paths, Start start) {
  auto connection = open_once(paths, start);
  // A daemon that is about to end may accept the connection and then close it.
  const bool dropped = !connection && connection.error().code == ErrorCode::daemon_unavailable &&
                       connection.error().message == kDropped;
  return dropped ? open_once(paths, start) : std::move(connection);
}

Result<std::unique_ptr<DaemonConnection>> DaemonConnection::open_once(const base::Paths& paths, Start start) {
  std::unique_ptr<DaemonConnection> connection(new DaemonConnection);
  BOOST_OUTCOME_TRYV(connection->connect(paths, start));
  BOOST_OUTCOME_TRYV(connection->greet());
  return connection;
}

Result<void> DaemonConnection::connect(const base::Paths& paths, Start start) {
  if (start == Start::if_needed) return launch_and_connect(paths);
  auto channel = messaging::connect_local(loop_, paths.socket(), messaging::client_side());
  if (!channel && channel.error().code == ErrorCode::not_found) {
    return Error{ErrorCode::daemon_unavailable, "it is not running"};
  }
  if (!channel) return Error{ErrorCode::daemon_unavailable, channel.error().message};
  adopt(std::move(channel).value());
  return base::success();
}

Result<void> DaemonConnection::launch_and_connect(const base::Paths& paths) {
  relay::DaemonLauncher launcher(loop_, paths);
  std::optional<Result<std::unique_ptr<messaging::FrameChannel>>> opened;
  launcher.open([&opened](auto channel) { opened.emplace(std::move(channel)); });
  // The launcher's own deadline ends this loop.
  while (!opened) loop_.context().run_one();
  if (!*opened) return std::move(*opened).error();
  adopt(std::move(*opened).value());
  return base::success();
}

void DaemonConnection::adopt(std::unique_ptr<messaging::FrameChannel> channel) {
  channel_ = std::move(channel);
  channel_->start({[this](const std::string& payload) { took(payload); },
                   [this](const Result<void>&) { closed_ = true; }});
}

Result<void> DaemonConnection::greet() {
  auto welcome = request("hello",
                         {{"protocol", {{"min", 1}, {"max", 1}}},
                          {"client", {{"name", "command line"}, {"version", MAGNETAR_VERSION}}}},
                         kHelloDeadline);
  if (!welcome) return std::move(welcome).error();
  welcome_ = std::move(welcome).value();
  return base::success();
}

Result<json> DaemonConnection::request(std::string_view method, const json& params, base::Duration deadline) {
  expect_news();
  if (closed_ || !channel_->send(rpc::request_payload(++last_id_, method, params))) {
    return Error{ErrorCode::daemon_unavailable, kDropped};
  }
  const auto ended =
      wait([this] { return answer_.has_value(); }, std::chrono::steady_clock::now() + deadline);
  if (!ended) return Error{ErrorCode::timed_out, std::string(method) + " was not answered"};
  if (!*ended) return ended->error();
  if (answer_->failure) return answer_->failure->error;
  return *std::move(answer_->result);
}

Result<void> DaemonConnection::run_until(const std::function<bool()>& done) {
  expect_news();
  return *wait(done, std::nullopt);
}

Result<void> DaemonConnection::run_for(base::Duration time) {
  expect_news();
  auto ended = wait([] { return false; }, std::chrono::steady_clock::now() + time);
  return ended ? std::move(*ended) : Result<void>(base::success());
}

std::optional<Result<void>> DaemonConnection::wait(const std::function<bool()>& done,
                                                   std::optional<base::TimePoint> deadline) {
  while (!done()) {
    if (interrupted_) return Error{ErrorCode::cancelled, "interrupted"};
    if (closed_) return Error{ErrorCode::daemon_unavailable, kDropped};
    if (!deadline) {
      loop_.context().run_one();
    } else if (loop_.context().run_one_until(*deadline) == 0) {
      return std::nullopt;
    }
  }
  return base::success();
}

void DaemonConnection::end_on_signals() {
  signals_.emplace(loop_.context(), SIGINT, SIGTERM, SIGHUP);
  signals_->async_wait([this](const boost::system::error_code& error, int) { interrupted_ = !error; });
}

void DaemonConnection::took(const std::string& payload) {
  auto message = rpc::parse_message(payload);
  if (auto* answer = std::get_if<rpc::Answer>(&message)) {
    if (answer->id == last_id_) answer_ = std::move(*answer);
  } else if (auto* news = std::get_if<rpc::Notification>(&message)) {
    if (answer_) {
      held_.push_back(std::move(*news));
    } else if (on_notification_) {
      on_notification_(news->method, news->params);
    }
  }
}

void DaemonConnection::expect_news() {
  answer_.reset();
  for (const auto& news : std::exchange(held_, {})) {
    if (on_notification_) on_notification_(news.method, news.params);
  }
}

}  // namespace magnetar::app::cli
