#pragma once
// A real server on loopback with a film in memory, and sources that stall or fail on the test's command.

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <cstring>
#include <mutex>
#include <random>
#include <string>

#include "http/http_server.h"
#include "raw_client.h"

namespace magnetar::http {

inline const std::string kToken = "0123456789abcdef0123456789abcdef";
inline const std::string kOurOrigin = "chrome-extension://abcdefghijklmnopabcdefghijklmnop";

inline std::string random_bytes(std::size_t size) {
  std::mt19937 random(42);
  std::string bytes(size, '\0');
  std::ranges::generate(bytes, [&random] { return static_cast<char>(random() & 0xFF); });
  return bytes;
}

/// Returns the bytes of a string, at most `chunk` at once.
class MemorySource final : public ByteSource {
 public:
  explicit MemorySource(const std::string& bytes, std::size_t chunk = 100'000)
      : bytes_(bytes), chunk_(chunk) {}

  base::Result<base::BodyBytes> next(std::int64_t offset, std::int64_t limit, std::span<std::byte> scratch,
                                     base::CancelToken&) override {
    const auto at = static_cast<std::size_t>(offset);
    const auto size = std::min({static_cast<std::size_t>(limit), scratch.size(), chunk_, bytes_.size() - at});
    std::memcpy(scratch.data(), bytes_.data() + at, size);
    return size;
  }

 private:
  const std::string& bytes_;
  std::size_t chunk_;
};

/// A wait until the request is cancelled; the test can wait for its beginning and its end.
class Stall {
 public:
  /// Returns when the token is cancelled.
  void wait(base::CancelToken& cancel) {
    const auto wake = cancel.on_cancel([state = state_] { state->raise(&State::cancelled); });
    state_->raise(&State::waiting);
    EXPECT_TRUE(state_->await(&State::cancelled)) << "never cancelled";
    state_->raise(&State::ended);
  }
  [[nodiscard]] bool waits() const { return state_->await(&State::waiting); }
  [[nodiscard]] bool ended_within(base::Duration time) const { return state_->await(&State::ended, time); }

 private:
  struct State {
    std::mutex mutex;
    std::condition_variable changed;
    bool waiting = false;
    bool cancelled = false;
    bool ended = false;

    void raise(bool State::*flag) {
      const std::lock_guard lock(mutex);
      this->*flag = true;
      changed.notify_all();
    }
    bool await(bool State::*flag, base::Duration time = std::chrono::seconds(20)) {
      std::unique_lock lock(mutex);
      return changed.wait_until(lock, std::chrono::system_clock::now() + time, [&] { return this->*flag; });
    }
  };
  std::shared_ptr<State> state_ = std::make_shared<State>();
};

/// Returns the first `ready` bytes, then waits until its request is cancelled.
class StallingSource final : public ByteSource {
 public:
  StallingSource(const std::string& bytes, std::int64_t ready, Stall stall)
      : memory_(bytes), ready_(ready), stall_(std::move(stall)) {}

  base::Result<base::BodyBytes> next(std::int64_t offset, std::int64_t limit, std::span<std::byte> scratch,
                                     base::CancelToken& cancel) override {
    if (offset < ready_) return memory_.next(offset, std::min(limit, ready_ - offset), scratch, cancel);
    stall_.wait(cancel);
    return base::Error{base::ErrorCode::cancelled, "cancelled"};
  }

 private:
  MemorySource memory_;
  std::int64_t ready_;
  Stall stall_;
};

class TestServer {
 public:
  explicit TestServer(Handler handler, ServerOptions options = {}) {
    options.token = kToken;
    server_ = std::move(start_server(std::move(options), std::move(handler)).value());
    server_->allow_origin(kOurOrigin);
  }

  [[nodiscard]] std::uint16_t port() const { return server_->port(); }
  [[nodiscard]] HttpServer& server() { return *server_; }
  [[nodiscard]] std::string path(const std::string& rest = "film") const { return "/" + kToken + "/" + rest; }
  /// A request: "GET /<token>/film HTTP/1.1", Host, and the fields.
  [[nodiscard]] std::string request(const std::string& fields = "", const std::string& method = "GET",
                                    const std::string& rest = "film") const {
    return method + " " + path(rest) + " HTTP/1.1\r\nHost: 127.0.0.1:" + std::to_string(port()) + "\r\n" +
           fields + "\r\n";
  }
  [[nodiscard]] Reply ask(const std::string& fields = "", const std::string& method = "GET",
                          const std::string& rest = "film") const {
    return RawClient(port()).ask(request(fields, method, rest));
  }

 private:
  std::unique_ptr<HttpServer> server_;
};

/// Serves `bytes` as "film"; every other path is 404.
inline Handler serve_film(const std::string& bytes) {
  return [&bytes](const Request& request) -> Answer {
    if (request.segments != std::vector<std::string>{"film"}) return StatusAnswer{404, {}};
    return FileAnswer{static_cast<std::int64_t>(bytes.size()), "f\xC3\xBCr.mp4", "c0ffee-0",
                      [&bytes](std::int64_t) { return std::make_unique<MemorySource>(bytes); }};
  };
}

/// Serves a film of `bytes` whose source stalls after `ready`.
inline Handler serve_stalling_film(const std::string& bytes, std::int64_t ready, const Stall& stall) {
  return [&bytes, ready, stall](const Request&) -> Answer {
    return FileAnswer{static_cast<std::int64_t>(bytes.size()), "film.mp4", "c0ffee-0",
                      [&bytes, ready, stall](std::int64_t) {
                        return std::make_unique<StallingSource>(bytes, ready, stall);
                      }};
  };
}

}  // namespace magnetar::http
