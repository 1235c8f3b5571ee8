#include "api/server.h"

#include <algorithm>
#include <utility>

#include "api/bridge_api.h"
#include "api/json.h"
#include "rpc/envelope.h"

namespace magnetar::api {
namespace {

// A person cannot follow figures that change more often than twice a second.
constexpr std::chrono::milliseconds kWatchPeriod{500};

}  // namespace

Server::Server(base::Executor& loop, base::Timers& timers, Control& control)
    : loop_(loop), timers_(timers), control_(control) {}

Server::~Server() = default;

std::string Server::refusal() {
  return rpc::refused_frame_payload();
}

void Server::admit(std::unique_ptr<messaging::FrameChannel> channel) {
  base::assert_in_loop(loop_);
  const auto id = next_;
  ++next_;
  const auto session = std::make_shared<Session>(id, std::move(channel));
  sessions_[id] = session;
  const std::weak_ptr<Session> weak = session;
  session->channel().start({[this, weak](const std::string& payload) {
                              if (const auto client = weak.lock()) dispatcher_.handle(payload, client);
                            },
                            [this, id](const base::Result<void>&) {
                              // The channel calls this from a method of its own, so it is destroyed after
                              // that has returned.
                              loop_.post([this, id] { close(id); });
                            }});
}

void Server::close(rpc::ConnectionId id) {
  sessions_.erase(id);
  if (left_) left_(id);
  watch_while_subscribed();
}

void Server::close_all() {
  watch_.reset();
  for (const auto& [id, session] : sessions_) session->channel().close_after_flush();
}

void Server::tell(std::string_view method, const nlohmann::json& params) {
  base::assert_in_loop(loop_);
  const auto payload = rpc::notification_payload(method, params);
  for (const auto& [id, session] : sessions_) {
    if (session->subscribed()) session->send(payload);
  }
}

void Server::announce_settings() {
  tell("settings.changed", {{"settings", to_json(control_.settings())}});
}

void Server::announce_bridge(const BridgeView& bridge) {
  tell("bridge.changed", to_json(bridge));
}

void Server::watch_while_subscribed() {
  const bool anybody = std::any_of(sessions_.begin(), sessions_.end(),
                                   [](const auto& entry) { return entry.second->subscribed(); });
  if (!anybody) {
    watch_.reset();
    feed_.forget();
  } else if (!watch_) {
    watch_ = timers_.every(kWatchPeriod, [this] { control_.ask_status(); });
  }
}

}  // namespace magnetar::api
