#include "http/http_server.h"

#include <poll.h>

#include <array>
#include <atomic>
#include <mutex>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

#include "base/log.h"
#include "http/connection_threads.h"
#include "http/listener.h"
#include "http/peer_owner.h"
#include "http/session.h"

namespace magnetar::http {
namespace {

/// One of the connections that are served at once; its destruction makes room for another.
class ServingSlot {
 public:
  explicit ServingSlot(std::atomic<std::size_t>& serving) : serving_(serving) { ++serving_; }
  ~ServingSlot() { --serving_; }
  ServingSlot(const ServingSlot&) = delete;
  ServingSlot& operator=(const ServingSlot&) = delete;

 private:
  std::atomic<std::size_t>& serving_;
};

/// Connections above the limit that get 503 at the same time; further ones are closed without an answer.
constexpr std::size_t kRefusalsAtOnce = 32;
/// Pause of accepting while the process has no free descriptor; the pending connection would wake it at once.
constexpr int kRestMilliseconds = 100;

class Endpoint final : public HttpServer {
 public:
  Endpoint(Listener listener, ServerOptions options, Handler handler)
      : listener_(std::move(listener.socket)),
        service_{std::move(options), listener.port, std::move(handler), {}, {}, {}},
        base_url_("http://127.0.0.1:" + std::to_string(listener.port) + "/" + service_.options.token + "/"),
        acceptor_([this] { accept_until_stopped(); }) {}
  ~Endpoint() override { stop(); }

  [[nodiscard]] std::uint16_t port() const override { return service_.port; }
  [[nodiscard]] const std::string& base_url() const override { return base_url_; }
  [[nodiscard]] std::string given_url() const override {
    return "http://127.0.0.1:" + std::to_string(service_.port) + "/given/";
  }
  void allow_origin(const std::string& origin) override { service_.origins.allow(origin); }
  void serve(base::UniqueFd connection) override;
  void stop() override;

 private:
  void accept_until_stopped();
  void accept_one(ConnectionThreads& threads);
  void take_handed(ConnectionThreads& threads);
  void serve(ConnectionThreads& threads, base::UniqueFd socket, Client client);

  base::UniqueFd listener_;
  Service service_;
  std::string base_url_;
  WakeEvent stop_;
  WakeEvent connection_ended_;
  WakeEvent handed_over_;
  std::mutex mutex_;
  std::vector<base::UniqueFd> handed_;  ///< guarded by the mutex
  std::atomic<std::size_t> serving_ = 0;
  bool resting_ = false;  // used by the acceptor thread only
  std::once_flag stopped_;
  std::thread acceptor_;  // last member, because its thread uses all others
};

void Endpoint::stop() {
  std::call_once(stopped_, [this] {
    stop_.raise();
    service_.watch.cancel_all();
    acceptor_.join();
    listener_ = base::UniqueFd();
  });
}

void Endpoint::serve(base::UniqueFd connection) {
  const std::lock_guard lock(mutex_);
  handed_.push_back(std::move(connection));
  handed_over_.raise();
}

void Endpoint::accept_until_stopped() {
  ConnectionThreads threads(connection_ended_);
  for (;;) {
    std::array<pollfd, 4> waits{{{stop_.fd(), POLLIN, 0},
                                 {connection_ended_.fd(), POLLIN, 0},
                                 {handed_over_.fd(), POLLIN, 0},
                                 {resting_ ? -1 : listener_.get(), POLLIN, 0}}};
    ::poll(waits.data(), waits.size(), resting_ ? kRestMilliseconds : -1);
    resting_ = false;
    if (waits[0].revents != 0) return;
    if (waits[1].revents != 0) connection_ended_.clear();
    if (waits[2].revents != 0) take_handed(threads);
    if (waits[3].revents != 0) accept_one(threads);
    static_cast<void>(threads.running());  // joins ended threads
  }
}

void Endpoint::accept_one(ConnectionThreads& threads) {
  base::UniqueFd socket;
  switch (accept_connection(listener_.get(), socket)) {
    case AcceptOutcome::accepted:
      serve(threads, std::move(socket), Client::unknown);
      return;
    case AcceptOutcome::no_descriptors:
      resting_ = true;
      return;
    case AcceptOutcome::nothing:
      return;
  }
}

void Endpoint::take_handed(ConnectionThreads& threads) {
  std::vector<base::UniqueFd> handed;
  {
    const std::lock_guard lock(mutex_);
    handed_over_.clear();
    handed.swap(handed_);
  }
  for (auto& socket : handed) {
    set_up(socket.get());
    serve(threads, std::move(socket), Client::known);
  }
}

void Endpoint::serve(ConnectionThreads& threads, base::UniqueFd socket, Client client) {
  const auto limit = static_cast<std::size_t>(service_.options.connections);
  if (threads.running() >= limit + kRefusalsAtOnce) return;
  auto connection = std::make_shared<Connection>(std::move(socket), stop_);
  try {
    if (serving_ >= limit && !service_.connections.make_room(service_.options.gives_way_after)) {
      threads.start([this, connection, client] { Session(*connection, service_, client).refuse(); });
      return;
    }
    auto slot = std::make_shared<ServingSlot>(serving_);
    // A program of the daemon may pause its reading for long, so its connection does not give way.
    if (client == Client::unknown) service_.connections.add(connection);
    threads.start([this, connection, client, slot = std::move(slot)]() mutable {
      const auto held = std::move(slot);
      if (client == Client::known || !is_foreign(connection->fd()))
        Session(*connection, service_, client).run();
    });
  } catch (const std::system_error& error) {
    base::log(base::LogLevel::warning, "http", std::string("no thread for a connection: ") + error.what());
  }
}

}  // namespace

base::Result<std::unique_ptr<HttpServer>> start_server(ServerOptions options, Handler handler) {
  MAGNETAR_TRY(listener, listen_on_loopback(options.port));
  try {
    return std::make_unique<Endpoint>(std::move(listener), std::move(options), std::move(handler));
  } catch (const std::system_error& error) {
    return base::Error{base::ErrorCode::io_error, error.what()};
  }
}

}  // namespace magnetar::http
