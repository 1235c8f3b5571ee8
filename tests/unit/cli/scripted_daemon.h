#pragma once
// A daemon on a thread of its own that gives the test's answers over a real socket.

#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "base/loop.h"
#include "base/paths.h"
#include "messaging/instance_lock.h"
#include "messaging/local_server.h"
#include "rpc/dispatcher.h"
#include "rpc/envelope.h"

namespace magnetar::tests {

class ScriptedDaemon {
 public:
  /// Answer of a method to its parameters.
  using Script = std::function<base::Result<nlohmann::json>(const nlohmann::json& params)>;
  using Notification = std::pair<std::string, nlohmann::json>;

  /// `after`: notifications sent behind the answer of a method.
  ScriptedDaemon(const base::Paths& paths, std::map<std::string, Script> methods,
                 const std::map<std::string, std::vector<Notification>>& after = {}) {
    std::filesystem::create_directories(paths.runtime);
    lock_.emplace(*std::move(messaging::InstanceLock::try_lock(paths.lock())).value());
    methods.try_emplace("hello", [](const nlohmann::json&) { return nlohmann::json{{"protocol", 1}}; });
    for (const auto& [name, script] : methods) add(name, script, after);
    server_ = messaging::LocalServer::listen(loop_, *lock_, paths.socket(), {messaging::daemon_side(""), 8},
                                             [this](auto channel) { admit(std::move(channel)); })
                  .value();
    thread_ = std::jthread([this] { loop_.run(); });
  }
  ~ScriptedDaemon() { loop_.stop(); }
  ScriptedDaemon(const ScriptedDaemon&) = delete;
  ScriptedDaemon& operator=(const ScriptedDaemon&) = delete;

  /// The params of every call of a method so far.
  [[nodiscard]] std::vector<nlohmann::json> calls(const std::string& method) const {
    const std::lock_guard lock(mutex_);
    const auto found = calls_.find(method);
    return found == calls_.end() ? std::vector<nlohmann::json>{} : found->second;
  }

 private:
  class Client final : public rpc::Connection {
   public:
    explicit Client(std::unique_ptr<messaging::FrameChannel> opened)
        : Connection(rpc::ConnectionId{1}), channel(std::move(opened)) {}
    bool send(std::string_view payload) override { return channel->send(payload); }
    std::unique_ptr<messaging::FrameChannel> channel;
  };

  void add(const std::string& name, const Script& script,
           const std::map<std::string, std::vector<Notification>>& after) {
    std::vector<Notification> news;
    if (const auto found = after.find(name); found != after.end()) news = found->second;
    methods_.add(
        name,
        [this, name, script, news](const nlohmann::json& params,
                                   const std::shared_ptr<rpc::Connection>& connection,
                                   const rpc::Responder& responder) {
          {
            const std::lock_guard lock(mutex_);
            calls_[name].push_back(params);
          }
          responder.answer(script(params));
          for (const auto& [method, content] : news)
            connection->send(rpc::notification_payload(method, content));
        },
        false);
  }

  void admit(std::unique_ptr<messaging::FrameChannel> channel) {
    const auto client = std::make_shared<Client>(std::move(channel));
    clients_.push_back(client);
    client->channel->start({[this, weak = std::weak_ptr(client)](const std::string& payload) {
                              if (const auto to = weak.lock()) dispatcher_.handle(payload, to);
                            },
                            [](const auto&) {}});
  }

  std::optional<messaging::InstanceLock> lock_;
  base::Loop loop_;
  rpc::MethodTable methods_;
  rpc::Dispatcher dispatcher_{methods_};
  std::vector<std::shared_ptr<Client>> clients_;
  std::unique_ptr<messaging::LocalServer> server_;
  mutable std::mutex mutex_;
  std::map<std::string, std::vector<nlohmann::json>> calls_;
  std::jthread thread_;
};

}  // namespace magnetar::tests
