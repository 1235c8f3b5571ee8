#pragma once
// The clients of the daemon: admits them, answers their requests, and tells subscribers what happens.

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <utility>

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
  /// `Loop` is both.
  template <class Loop>
  Server(Loop& loop, Control& control) : Server(loop, loop, control) {}
  Server(base::Executor& loop, base::Timers& timers, Control& control);
  ~Server() override;

  /// What a client is told whose frame has a forbidden length.
  [[nodiscard]] static std::string refusal();

  /// To be filled before the first client is admitted. What its methods ask must outlive the last client.
  [[nodiscard]] rpc::MethodTable& methods() { return methods_; }
  /// Calls `left` for each client that is gone, from now on.
  void when_left(std::function<void(rpc::ConnectionId)> left) { left_ = std::move(left); }
  /// To be called after a client's subscription has changed: status is asked of the engine only while
  /// somebody listens.
  void watch_while_subscribed();

  void admit(std::unique_ptr<messaging::FrameChannel> channel);
  /// Writes out what is queued and lets every client go.
  void close_all();
  [[nodiscard]] std::size_t clients() const { return sessions_.size(); }

  /// Tells subscribers the settings as they are now.
  void announce_settings();

  void on_added(const TorrentView& torrent) override { feed_.added(torrent); }
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
  std::map<rpc::ConnectionId, std::shared_ptr<Session>> sessions_;
  rpc::ConnectionId next_{1};
  std::unique_ptr<base::Timer> watch_;
};

}  // namespace magnetar::api
