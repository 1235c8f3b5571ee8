#pragma once
// One web seed of one torrent: a peer of this machine towards the session, an HTTP client towards the server.

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

/// The session's requests (engine/request_scheduler: what a viewer waits for, and no more than keeps the seed
/// busy) become range requests on up to four connections. A server that fails is left alone for a while: then
/// the session is told that this peer chokes it. Files that are not there are pieces that this peer has not.
/// The thread of the loop only.
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

  /// Something is wanted: joins the session unless it has been left for good.
  void wake();
  /// Twice a second.
  void tick();
  void close();
  [[nodiscard]] engine::WebSeedStatus status() const;
  [[nodiscard]] const std::string& url() const { return url_; }

 private:
  struct Fetch {
    FileRange part;
    http::Url asked;
    std::int64_t at = 0;    ///< the next byte that is needed, in the torrent
    std::int64_t skip = 0;  ///< bytes of the answer before it
    int tries = 0;
    bool then_close = false;  ///< the rest of the answer is not needed
  };
  struct Line {
    std::shared_ptr<http::RangeConnection> connection;
    std::deque<Fetch> fetches;  ///< asked for and not answered, in order
    bool ahead = false;         ///< a request was sent before the answer to another
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
  /// All of the line's requests are asked for elsewhere.
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
  std::deque<Fetch> queue_;  ///< for which there is no connection yet
  Lines lines_;
  int most_lines_;
  bool pipelines_ = false;    ///< requests are sent ahead: the server has kept a connection alive
  bool may_pipeline_ = true;  ///< it has not lost or refused requests that were sent ahead
  bool closed_ = false;
  bool left_ = false;
  int failures_ = 0;  ///< in a row
  std::optional<base::TimePoint> resting_until_;
  std::string error_;
  std::int64_t downloaded_ = 0;
  std::int64_t counted_ = 0;
  double rate_ = 0;
  base::TimePoint counted_at_{};
};

}  // namespace magnetar::app
