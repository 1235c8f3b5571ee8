#include "engine/web_seed_control.h"

#include <algorithm>
#include <boost/asio/post.hpp>
#include <iterator>
#include <libtorrent/ip_filter.hpp>
#include <utility>

#include "engine/magnet.h"
#include "engine/web_seed_layout.h"

namespace magnetar::engine {

namespace lt = libtorrent;

WebSeedControl::WebSeedControl(WebSeedClient* client, std::shared_ptr<LocalPeers> peers, lt::session& session,
                               base::Executor& loop)
    : client_(client),
      peers_(peers ? std::move(peers) : std::make_shared<LocalPeers>()),
      session_(session),
      self_(std::make_shared<WebSeedControl*>(this)) {
  peers_->attach([&loop, self = std::weak_ptr(self_)](std::function<void()> done) {
    loop.post([self, done = std::move(done)] {
      if (const auto control = self.lock()) (*control)->admit(done);
    });
  });
}

WebSeedControl::~WebSeedControl() {
  peers_->detach();
}

void WebSeedControl::filter(const Reach& reach, const std::set<lt::address>& neighbours) {
  reach_ = reach;
  neighbours_ = neighbours;
  set_filter();
}

void WebSeedControl::set_filter() {
  lt::ip_filter filter = swarm_filter(reach_, neighbours_);
  const auto [first, last] = LocalPeers::range();
  filter.add_rule(lt::address_v4(first), lt::address_v4(last), lt::ip_filter::blocked);
  for (const std::uint32_t admitted : peers_->addresses()) {
    const lt::address_v4 address(admitted);
    filter.add_rule(address, address, 0);
  }
  session_.set_ip_filter(filter);
}

// libtorrent's network thread works in order: the filter is set when it runs `done`.
void WebSeedControl::admit(std::function<void()> done) {
  set_filter();
  boost::asio::post(session_.get_context(), std::move(done));
}

void WebSeedControl::listening(const lt::address& address, int port) {
  if (address.is_v4()) peers_->listening(address.to_v4().to_uint(), static_cast<std::uint16_t>(port));
}

void WebSeedControl::listens_anew() {
  peers_->listening(0, 0);
}

void WebSeedControl::merge(TorrentEntry& entry, const std::vector<std::string>& urls) {
  lt::add_torrent_params allowed;
  std::copy_if(urls.begin(), urls.end(), std::back_inserter(allowed.url_seeds), is_web_seed_url);
  drop_forbidden(allowed, reach_);
  auto& known = entry.source.url_seeds;
  for (const std::string& url : allowed.url_seeds) {
    if (known.size() < kMostWebSeeds && std::find(known.begin(), known.end(), url) == known.end())
      known.push_back(url);
  }
  open(entry);
  wake(entry);
}

void WebSeedControl::open(const TorrentEntry& entry) {
  if (client_ == nullptr || !entry.checked || entry.status.paused || entry.source.url_seeds.empty()) return;
  client_->open(entry.id, web_seed_layout(*entry.source.ti), entry.source.url_seeds, reach_.this_machine);
}

void WebSeedControl::wake(const TorrentEntry& entry) {
  if (client_ != nullptr && entry.checked && !entry.source.url_seeds.empty()) client_->wake(entry.id);
}

void WebSeedControl::close(const TorrentEntry& entry) {
  if (client_ != nullptr) client_->close(entry.id);
}

std::vector<WebSeedStatus> WebSeedControl::status(const base::TorrentId& id) const {
  return client_ == nullptr ? std::vector<WebSeedStatus>{} : client_->status(id);
}

int WebSeedControl::joined(const base::TorrentId& id) const {
  const auto seeds = status(id);
  return static_cast<int>(
      std::count_if(seeds.begin(), seeds.end(), [](const WebSeedStatus& seed) { return seed.joined; }));
}

std::string with_local_socket(const std::string& listen_interfaces) {
  const bool reached = listen_interfaces.find("0.0.0.0:") != std::string::npos ||
                       listen_interfaces.find("127.") != std::string::npos;
  return reached ? listen_interfaces : listen_interfaces + ",127.0.0.1:0l";
}

}  // namespace magnetar::engine
