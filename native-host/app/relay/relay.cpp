#include "app/relay/relay.h"

#include <chrono>
#include <nlohmann/json.hpp>
#include <utility>

#include "base/log.h"
#include "rpc/envelope.h"

namespace magnetar::app::relay {
namespace {

using base::Error;
using base::ErrorCode;
using nlohmann::json;

constexpr std::size_t kWaitingLimit = 32 * 1024 * 1024;
constexpr std::size_t kMaxLosses = 5;
constexpr base::Duration kLossPeriod = std::chrono::seconds(60);

std::string unavailable(const Error& error) {
  return rpc::notification_payload("host.unavailable", {{"code", static_cast<int>(error.code)},
                                                        {"name", base::error_name(error.code)},
                                                        {"message", error.message}});
}

}  // namespace

Relay::Relay(const base::Clock& clock, std::unique_ptr<messaging::FrameChannel> browser, DaemonDoor& door,
             Ended ended)
    : clock_(clock), browser_(std::move(browser)), door_(door), ended_(std::move(ended)) {}

void Relay::start() {
  browser_->start({[this](std::string payload) { from_browser(std::move(payload)); },
                   [this](const base::Result<void>& reason) { browser_gone(reason); }});
  open_daemon();
}

void Relay::stop() {
  ending_ = true;
  if (browser_) browser_->close_after_flush();
}

void Relay::give_up(const Error& error) {
  base::log(base::LogLevel::error, "relay", error.message);
  ending_ = true;
  exit_code_ = 1;
  if (!browser_) return;
  browser_->send(unavailable(error));
  browser_->close_after_flush();
}

void Relay::from_browser(std::string payload) {
  if (daemon_) {
    // send() fails only when the daemon does not read; its channel then closes, which counts as a loss.
    daemon_->send(payload);
    return;
  }
  waiting_bytes_ += payload.size();
  waiting_.push_back(std::move(payload));
  if (waiting_bytes_ > kWaitingLimit)
    give_up({ErrorCode::daemon_unavailable, "too much waits for the daemon"});
}

void Relay::browser_gone(const base::Result<void>& reason) {
  ending_ = true;
  if (!reason) exit_code_ = 1;
  browser_.reset();
  if (!daemon_) return end();
  daemon_->close_after_flush();
}

void Relay::open_daemon() {
  door_.open([this](auto channel) { daemon_opened(std::move(channel)); });
}

void Relay::daemon_opened(base::Result<std::unique_ptr<messaging::FrameChannel>> channel) {
  if (ending_) return;
  if (!channel) return give_up(channel.error());
  daemon_ = std::move(channel).value();
  daemon_->start({[this](const std::string& payload) {
                    if (browser_) browser_->send(payload);
                  },
                  [this](const base::Result<void>&) { daemon_gone(); }});
  if (std::exchange(had_daemon_, true))
    browser_->send(rpc::notification_payload("host.daemon_ready", json::object()));
  send_waiting();
}

void Relay::daemon_gone() {
  daemon_.reset();
  if (!browser_) return end();
  if (ending_) return;
  base::log(base::LogLevel::warning, "relay", "the daemon went away");
  browser_->send(rpc::notification_payload("host.daemon_lost", json::object()));
  if (lost_too_often()) return give_up({ErrorCode::daemon_unavailable, "the daemon ends again and again"});
  open_daemon();
}

bool Relay::lost_too_often() {
  const base::TimePoint now = clock_.now();
  losses_.push_back(now);
  while (now - losses_.front() > kLossPeriod) losses_.pop_front();
  return losses_.size() >= kMaxLosses;
}

void Relay::send_waiting() {
  for (const std::string& payload : waiting_) daemon_->send(payload);
  waiting_.clear();
  waiting_bytes_ = 0;
}

void Relay::end() {
  const Ended ended = std::exchange(ended_, nullptr);
  if (ended) ended(exit_code_);
}

}  // namespace magnetar::app::relay
