#pragma once
// The clients of the daemon: admits them, answers their requests, and tells subscribers what happens.

#include <map>
#include <memory>
#include <string>

#include "api/catalog.h"
#include "api/control.h"
#include "api/media.h"
#include "api/programs.h"
#include "api/session.h"
#include "api/statistics.h"
#include "api/torrent_feed.h"
#include "base/executor.h"
#include "messaging/frame_channel.h"
#include "rpc/dispatcher.h"
#include "rpc/method_table.h"

namespace magnetar::api {

/// Loop thread only. The catalog, the control, the statistics, the media and the programs must outlive it.
class Server final : public CatalogEvents, private Subscribers {
 public:
  /// `Loop` is both.
  template <class Loop>
  Server(Loop& loop, Catalog& catalog, Control& control, Statistics& statistics, Media& media,
         Programs& programs)
      : Server(loop, loop, catalog, control, statistics, media, programs) {}
  Server(base::Executor& loop, base::Timers& timers, Catalog& catalog, Control& control,
         Statistics& statistics, Media& media, Programs& programs);
  ~Server() override;

  /// What a client is told whose frame has a forbidden length.
  [[nodiscard]] static std::string refusal();

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
  /// Status is asked of the engine only while somebody listens.
  void watch_while_subscribed();

  base::Executor& loop_;
  base::Timers& timers_;
  Control& control_;
  Media& media_;
  TorrentFeed feed_{*this};
  rpc::MethodTable methods_;
  rpc::Dispatcher dispatcher_{methods_, [this](auto then) { control_.when_written(std::move(then)); }};
  std::map<rpc::ConnectionId, std::shared_ptr<Session>> sessions_;
  rpc::ConnectionId next_{1};
  std::unique_ptr<base::Timer> watch_;
};

}  // namespace magnetar::api
