#pragma once
// Servers for the fetcher: one of cpp-httplib, and one that sends the test's bytes unchanged.

#include <gtest/gtest.h>
#include <httplib.h>
#include <poll.h>

#include <future>
#include <string>
#include <thread>

#include "http/connection.h"
#include "http/listener.h"

namespace magnetar::http {

/// A web server of cpp-httplib on loopback; set its handlers before start().
template <class Server>
class WebServer {
 public:
  template <class... Args>
  explicit WebServer(Args&&... args) : server_(std::forward<Args>(args)...) {}
  ~WebServer() {
    server_.stop();
    if (thread_.joinable()) thread_.join();
  }
  WebServer(const WebServer&) = delete;
  WebServer& operator=(const WebServer&) = delete;

  Server* operator->() { return &server_; }
  void start() {
    std::promise<void> running;
    server_.new_task_queue = [&running] {
      running.set_value();
      return std::make_unique<httplib::ThreadPool>(4).release();  // cpp-httplib deletes it
    };
    port_ = server_.bind_to_any_port("127.0.0.1");
    thread_ = std::thread([this] { server_.listen_after_bind(); });
    running.get_future().wait();
  }
  [[nodiscard]] std::string url(const std::string& path, const std::string& host = "http://127.0.0.1") const {
    return host + ":" + std::to_string(port_) + path;
  }

 private:
  Server server_;
  int port_ = 0;
  std::thread thread_;
};

/// Sends `answer` to the first client, ends its side when told to, and waits until the client is gone.
class RawServer {
 public:
  enum class Then { wait, end };

  explicit RawServer(std::string answer, Then then = Then::wait)
      : listener_(listen_on_loopback(0).value()),
        thread_([this, text = std::move(answer), then] { serve(text, then); }) {}
  ~RawServer() {
    stop_.raise();
    thread_.join();
  }
  RawServer(const RawServer&) = delete;
  RawServer& operator=(const RawServer&) = delete;

  [[nodiscard]] std::string url() const {
    return "http://127.0.0.1:" + std::to_string(listener_.port) + "/x";
  }
  [[nodiscard]] bool met_a_client() const { return met_; }
  /// Waits for a client and its request.
  [[nodiscard]] bool was_asked() {
    return asked_.get_future().wait_for(std::chrono::seconds(20)) == std::future_status::ready;
  }

 private:
  void serve(const std::string& answer, Then then) {
    std::array<pollfd, 2> waits{{{listener_.socket.get(), POLLIN, 0}, {stop_.fd(), POLLIN, 0}}};
    ::poll(waits.data(), waits.size(), -1);
    base::UniqueFd socket;
    if (accept_connection(listener_.socket.get(), socket) != AcceptOutcome::accepted) return;
    met_ = true;
    Connection connection(std::move(socket), stop_);
    const auto request = connection.receive(base::SystemClock().now() + std::chrono::seconds(20));
    asked_.set_value();
    const bool sent = request && connection.send(answer, std::chrono::seconds(20)).has_value();
    if (sent && then == Then::end) return;
    while (sent) {
      const auto more = connection.receive(base::SystemClock().now() + std::chrono::seconds(20));
      if (!more || more.value().empty()) return;
    }
  }

  WakeEvent stop_;
  Listener listener_;
  std::atomic<bool> met_ = false;
  std::promise<void> asked_;
  std::thread thread_;
};

}  // namespace magnetar::http
