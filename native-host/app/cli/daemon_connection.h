#pragma once
// The daemon as a command sees it: ask and wait. Owns a loop that runs in the calling thread while something
// is awaited.

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

/// Connected and greeted. One thread only.
class DaemonConnection {
 public:
  enum class Start { if_needed, never };
  using OnNotification = std::function<void(const std::string& method, const nlohmann::json& params)>;

  /// Connects, starting `magnetar daemon` beside this program when allowed and needed, and says hello.
  /// daemon_unavailable: it does not run, or cannot be started. protocol_mismatch: it is of another version.
  [[nodiscard]] static base::Result<std::unique_ptr<DaemonConnection>> open(const base::Paths& paths,
                                                                            Start start);
  ~DaemonConnection();
  DaemonConnection(const DaemonConnection&) = delete;
  DaemonConnection& operator=(const DaemonConnection&) = delete;

  /// The result, or the daemon's error; timed_out, daemon_unavailable when the connection ends, cancelled by
  /// a signal.
  [[nodiscard]] base::Result<nlohmann::json> request(std::string_view method, const nlohmann::json& params,
                                                     base::Duration deadline = std::chrono::seconds(30));

  /// Called while something is awaited, in the daemon's order: what came behind an answer is told after
  /// request() has given that answer. It must not ask the daemon itself.
  void on_notification(OnNotification handler) { on_notification_ = std::move(handler); }

  /// Handles what arrives until `done`. cancelled by a signal, daemon_unavailable when the connection ends.
  [[nodiscard]] base::Result<void> run_until(const std::function<bool()>& done);

  /// Handles what arrives for this long. Errors as those of run_until().
  [[nodiscard]] base::Result<void> run_for(base::Duration time);

  /// From now on SIGINT, SIGTERM and SIGHUP end every waiting with cancelled.
  void end_on_signals();

  /// What the daemon answered to hello.
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
  /// nullopt: the deadline passed.
  [[nodiscard]] std::optional<base::Result<void>> wait(const std::function<bool()>& done,
                                                       std::optional<base::TimePoint> deadline);

  base::Loop loop_;
  std::unique_ptr<messaging::FrameChannel> channel_;
  std::optional<boost::asio::signal_set> signals_;
  OnNotification on_notification_;
  std::int64_t last_id_ = 0;
  std::optional<rpc::Answer> answer_;    // to the request with last_id_
  std::vector<rpc::Notification> held_;  // came behind an answer that is not given yet
  nlohmann::json welcome_;
  bool closed_ = false;
  bool interrupted_ = false;
};

}  // namespace magnetar::app::cli
