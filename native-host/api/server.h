#pragma once
// The clients of the daemon: admits them, answers their requests, and sends notifications to subscribers.

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <utility>

#include "api/bridge.h"
#include "api/catalog.h"
#include "api/control.h"
#include "api/session.h"
#include "api/torrent_feed.h"
#include "base/executor.h"
#include "messaging/frame_channel.h"
#include "rpc/dispatcher.h"
#include "rpc/method_table.h"

namespace magnetar::api {

/// Loop thread only. The control must outlive it.
class Server final : public CatalogEvents, private Subscribers {
 public:
  /// `Loop` is an Executor and Timers.
  template <class Loop>
  Server(Loop& loop, Control& control) : Server(loop, loop, control) {}
  Server(base::Executor& loop, base::Timers& timers, Control& control);
  ~Server() override;

  /// Returns the frame for a client that has sent a frame of a forbidden length.
  [[nodiscard]] static std::string refusal();

  /// To be filled before the first client is admitted. Objects that the methods use must outlive the last
  /// client.
  [[nodiscard]] rpc::MethodTable& methods() { return methods_; }
  /// Calls `left` from now on for each client that has left.
  void when_left(std::function<void(rpc::ConnectionId)> left) { left_ = std::move(left); }
  /// Calls `added` from now on after each torrent that is added.
  void when_added(std::function<void()> added) { added_ = std::move(added); }
  /// To be called after a client's subscription has changed: the engine is asked for its status only while
  /// there are subscribers.
  void watch_while_subscribed();

  void admit(std::unique_ptr<messaging::FrameChannel> channel);
  /// Sends the queued frames and closes every client.
  void close_all();
  [[nodiscard]] std::size_t clients() const { return sessions_.size(); }

  /// Sends the current settings to subscribers.
  void announce_settings();
  /// Sends the state of the bridge to subscribers.
  void announce_bridge(const BridgeView& bridge);

  void on_added(const TorrentView& torrent) override {
    feed_.added(torrent);
    if (added_) loop_.post(added_);
  }
  void on_removed(const base::TorrentId& id, std::string_view reason,
                  const std::optional<base::TorrentId>& replaced_by) override {
    feed_.removed(id, reason, replaced_by);
  }
  void on_changed(const std::vector<TorrentView>& all) override { feed_.changed(all); }

 private:
  void close(rpc::ConnectionId id);
  void tell(std::string_view method, const nlohmann::json& params) override;

  base::Executor& loop_;
  base::Timers& timers_;
  Control& control_;
  TorrentFeed feed_{*this};
  rpc::MethodTable methods_;
  rpc::Dispatcher dispatcher_{methods_, [this](auto then) { control_.when_written(std::move(then)); }};
  std::function<void(rpc::ConnectionId)> left_;
  std::function<void()> added_;
  std::map<rpc::ConnectionId, std::shared_ptr<Session>> sessions_;
  rpc::ConnectionId next_{1};
  std::unique_ptr<base::Timer> watch_;
};

}  // namespace magnetar::api
