#include "app/torrents/torrent_url_fetches.h"

#include <boost/asio/post.hpp>
#include <utility>

#include "http/torrent_fetcher.h"

namespace magnetar::app {

TorrentUrlFetches::TorrentUrlFetches(base::Executor& loop) : loop_(loop) {}

TorrentUrlFetches::~TorrentUrlFetches() {
  stop();
}

void TorrentUrlFetches::stop() {
  for (const auto& [id, fetch] : fetches_) fetch.cancel->cancel();
  fetches_.clear();
  threads_.stop();
  threads_.join();
}

void TorrentUrlFetches::fetch(const base::TorrentId& id, const std::string& url, bool private_addresses,
                              Done done) {
  cancel(id);
  auto token = std::make_shared<base::CancelToken>();
  fetches_[id] = {token, std::move(done)};
  boost::asio::post(threads_, [this, id, url, private_addresses, token] {
    http::FetchLimits limits;
    limits.private_addresses = private_addresses;
    auto bytes = http::fetch_torrent(url, limits, *token);
    loop_.post([this, id, token, bytes = std::move(bytes)] { finish(id, token, bytes); });
  });
}

void TorrentUrlFetches::cancel(const base::TorrentId& id) {
  const auto found = fetches_.find(id);
  if (found == fetches_.end()) return;
  found->second.cancel->cancel();
  fetches_.erase(found);
}

void TorrentUrlFetches::finish(const base::TorrentId& id, const std::shared_ptr<base::CancelToken>& cancel,
                               const base::Result<std::string>& bytes) {
  const auto found = fetches_.find(id);
  if (found == fetches_.end() || found->second.cancel != cancel) return;
  const auto done = std::move(found->second.done);
  fetches_.erase(found);
  done(bytes);
}

}  // namespace magnetar::app
