#pragma once
// Fetches .torrent files on two threads of its own that may wait.

#include <boost/asio/thread_pool.hpp>
#include <functional>
#include <map>
#include <memory>
#include <string>

#include "base/cancel_token.h"
#include "base/error.h"
#include "base/executor.h"
#include "base/strong_id.h"

namespace magnetar::app {

/// Loop thread only. The destructor stops the fetches.
class TorrentUrlFetches {
 public:
  explicit TorrentUrlFetches(base::Executor& loop);
  ~TorrentUrlFetches();
  TorrentUrlFetches(const TorrentUrlFetches&) = delete;
  TorrentUrlFetches& operator=(const TorrentUrlFetches&) = delete;

  using Done = std::function<void(const base::Result<std::string>&)>;
  /// Calls `done` on the loop, unless cancelled before. A second fetch for the same torrent replaces the
  /// first.
  void fetch(const base::TorrentId& id, const std::string& url, bool private_addresses, Done done);
  void cancel(const base::TorrentId& id);
  /// Cancels the fetches under way and joins; later fetches have no effect.
  void stop();

 private:
  struct Fetch {
    std::shared_ptr<base::CancelToken> cancel;
    Done done;
  };
  void finish(const base::TorrentId& id, const std::shared_ptr<base::CancelToken>& cancel,
              const base::Result<std::string>& bytes);

  base::Executor& loop_;
  std::map<base::TorrentId, Fetch> fetches_;
  boost::asio::thread_pool threads_{2};
};

}  // namespace magnetar::app
