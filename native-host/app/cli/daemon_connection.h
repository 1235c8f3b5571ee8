#pragma once
// The daemon for a command: sends a request and waits for the answer. Owns a loop that runs in the calling
// thread during a wait.

#include <boost/asio/signal_set.hpp>
#include <functional>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/relay/daemon_door.h"
#include "base/error.h"
#include "base/loop.h"
#include "base/paths.h"
#include "messaging/frame_channel.h"
#include "rpc/envelope.h"

namespace magnetar::app::cli {

/// A connection after `hello`. One thread only.
class DaemonConnection {
 public:
  enum class Start { if_needed, never };
  using OnNotification = std::function<void(const std::string& method, const nlohmann::json& params)>;

  /// Connects, starts `magnetar daemon` beside this program when allowed and needed, and sends hello. Errors:
  /// daemon_unavailable when it does not run or cannot be started; protocol_mismatch when its version
  /// differs.
  [[nodiscard]] static base::Result<std::unique_ptr<DaemonConnection>> open(const base::Paths& paths,
                                                                            Start start);
  ~DaemonConnection();
  DaemonConnection(const DaemonConnection&) = delete;
  DaemonConnection& operator=(const DaemonConnection&) = delete;

  /// Returns the result, or the daemon's error. Errors also: timed_out, daemon_unavailable when the
  /// connection ends, cancelled by a signal.
  [[nodiscard]] base::Result<nlohmann::json> request(std::string_view method, const nlohmann::json& params,
                                                     base::Duration deadline = std::chrono::seconds(30));

  /// Sets the handler of notifications. It is called during waits, in the daemon's order: notifications
  /// behind an answer come after request() has returned that answer. The handler must not send requests.
  void on_notification(OnNotification handler) { on_notification_ = std::move(handler); }

  /// Handles messages until `done` is true. Errors: cancelled by a signal, daemon_unavailable when the
  /// connection ends.
  [[nodiscard]] base::Result<void> run_until(const std::function<bool()>& done);

  /// Handles messages for this time. Errors as those of run_until().
  [[nodiscard]] base::Result<void> run_for(base::Duration time);

  /// Makes SIGINT, SIGTERM and SIGHUP end every later wait with cancelled.
  void end_on_signals();

  /// Returns the daemon's answer to `hello`.
  [[nodiscard]] const nlohmann::json& welcome() const { return welcome_; }

 private:
  DaemonConnection() = default;
  [[nodiscard]] static base::Result<std::unique_ptr<DaemonConnection>> open_once(const base::Paths& paths,
                                                                                 Start start);
  [[nodiscard]] base::Result<void> connect(const base::Paths& paths, Start start);
  [[nodiscard]] base::Result<void> launch_and_connect(const base::Paths& paths);
  void adopt(std::unique_ptr<messaging::FrameChannel> channel);
  [[nodiscard]] base::Result<void> greet();
  void took(const std::string& payload);
  void expect_news();
  /// Returns no value when the deadline has passed.
  [[nodiscard]] std::optional<base::Result<void>> wait(const std::function<bool()>& done,
                                                       std::optional<base::TimePoint> deadline);

  base::Loop loop_;
  std::unique_ptr<messaging::FrameChannel> channel_;
  std::optional<boost::asio::signal_set> signals_;
  OnNotification on_notification_;
  std::int64_t last_id_ = 0;
  std::optional<rpc::Answer> answer_;    // to the request with last_id_
  std::vector<rpc::Notification> held_;  // received behind an answer that request() has not returned yet
  nlohmann::json welcome_;
  bool closed_ = false;
  bool interrupted_ = false;
};

}  // namespace magnetar::app::cli
