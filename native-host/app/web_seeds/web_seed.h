#pragma once
// One web seed of one torrent: to the session a peer on this machine, to the server an HTTP client.

#include <boost/asio/steady_timer.hpp>
#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "app/web_seeds/block_assembly.h"
#include "app/web_seeds/fetch_plan.h"
#include "app/web_seeds/local_connection.h"
#include "app/web_seeds/seed_file.h"
#include "base/loop.h"
#include "engine/local_peers.h"
#include "engine/web_seeds.h"
#include "http/range_connection.h"

namespace magnetar::app {

/// The session's requests become range requests on up to four connections. The request scheduler
/// (engine/request_scheduler) sends only those that viewers wait for and that keep the seed busy. A server
/// that fails gets a rest; during it this peer chokes the session. Files that the server lacks are pieces
/// that this peer lacks. Loop thread only.
class WebSeed final : public std::enable_shared_from_this<WebSeed>,
                      private LocalEvents,
                      private http::RangeEvents {
 public:
  WebSeed(base::Loop& loop, std::shared_ptr<engine::LocalPeers> peers,
          std::shared_ptr<const engine::WebSeedTorrent> torrent, std::string url,
          const http::ServerPolicy& policy);
  ~WebSeed() override;
  WebSeed(const WebSeed&) = delete;
  WebSeed& operator=(const WebSeed&) = delete;

  /// Joins the session because bytes are wanted, unless the web seed has left for good.
  void wake();
  /// To be called twice a second.
  void tick();
  void close();
  [[nodiscard]] engine::WebSeedStatus status() const;
  [[nodiscard]] const std::string& url() const { return url_; }

 private:
  struct Fetch {
    FileRange part;
    http::Url asked;
    std::int64_t at = 0;    ///< the next needed byte, in the torrent
    std::int64_t skip = 0;  ///< bytes of the body before it
    int tries = 0;
    bool then_close = false;  ///< the rest of the body is not needed
  };
  struct Line {
    std::shared_ptr<http::RangeConnection> connection;
    std::deque<Fetch> fetches;  ///< requested and not answered yet, in order
    bool ahead = false;         ///< a request was sent before the answer to an earlier one
    [[nodiscard]] std::int64_t outstanding() const;
  };
  using Lines = std::map<http::RangeConnection*, Line>;
  using Connection = http::RangeConnection;

  void join();
  void joined(base::Result<base::UniqueFd> socket);
  void on_heard(const engine::SeedWire::Heard& heard) override;
  void on_drained() override;
  void on_left() override;

  bool on_head(Connection& connection, const http::RangeHead& head) override;
  void on_body(Connection& connection, std::string_view bytes) override;
  void on_answered(Connection& connection) override;
  void on_closed(Connection& connection, const base::Error& error) override;

  void take_requests(const std::vector<engine::BlockRequest>& requests);
  void enqueue(std::vector<base::ByteRange> ranges, int tries);
  void assign();
  [[nodiscard]] Line* line_for(const http::Url& url);
  void ask(Line& line, Fetch fetch);
  void requeue(const Fetch& fetch, bool failed);
  [[nodiscard]] bool take_partial(Fetch& fetch, const http::RangeHead& head);
  [[nodiscard]] bool answers_another(const Line& line, const http::RangeHead& head) const;
  [[nodiscard]] bool take_whole(Fetch& fetch);
  void refused(Line& line, const http::RangeHead& head);
  void redirected(const Fetch& fetch, const http::RangeHead& head);
  /// Requests the line's outstanding bytes elsewhere.
  void retire(Line& line, bool failed);
  void stop_pipelining();
  void deliver(std::vector<BlockAssembly::Block> blocks);
  void reject(const std::vector<engine::BlockRequest>& blocks);
  void lack_file(std::size_t file, const std::string& why);
  void lack(base::ByteRange range);
  void rest(const std::string& why, std::optional<base::Duration> time);
  void work_again();
  void leave(const std::string& why);
  void drop_connections();
  void close_idle(base::TimePoint now);
  [[nodiscard]] base::Result<SeedFile*> file(std::size_t index);

  base::Loop& loop_;
  const std::shared_ptr<engine::LocalPeers> peers_;
  const std::shared_ptr<const engine::WebSeedTorrent> torrent_;
  const std::string url_;
  const http::ServerPolicy policy_;
  std::string host_;

  std::shared_ptr<engine::LocalPeer> peer_ = std::make_shared<engine::LocalPeer>();
  std::shared_ptr<LocalConnection> local_;
  bool joining_ = false;
  base::TimePoint join_after_{};
  base::TimePoint woken_at_{};
  base::TimePoint said_at_{};

  BlockAssembly blocks_;
  std::map<std::size_t, SeedFile> files_;
  std::map<std::size_t, std::string> lacking_;
  std::deque<Fetch> queue_;  ///< without a connection yet
  Lines lines_;
  int most_lines_;
  bool pipelines_ = false;    ///< requests are pipelined: the server has kept a connection alive
  bool may_pipeline_ = true;  ///< the server has not lost or refused pipelined requests
  bool closed_ = false;
  bool left_ = false;
  int failures_ = 0;  ///< consecutive
  std::optional<base::TimePoint> resting_until_;
  std::string error_;
  std::int64_t downloaded_ = 0;
  std::int64_t counted_ = 0;
  double rate_ = 0;
  base::TimePoint counted_at_{};
};

}  // namespace magnetar::app
