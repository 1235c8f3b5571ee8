// usage: fake_daemon RUNTIME_FOLDER [EXIT_CODE]
// Takes the lock, listens, and answers every frame with its own "<pid> <session> <open descriptors>". Ends
// when its last client has gone, or no client came for a while. With EXIT_CODE it ends with that code before
// it listens.

#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "base/loop.h"
#include "messaging/instance_lock.h"
#include "messaging/local_server.h"

namespace {

using magnetar::messaging::FrameChannel;

std::string about_this_process() {
  std::string text = std::to_string(::getpid()) + " " + std::to_string(::getsid(0));
  for (const auto& entry : std::filesystem::directory_iterator("/proc/self/fd")) {
    std::error_code ignored;
    text += " " + std::filesystem::read_symlink(entry.path(), ignored).string();
  }
  return text;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) return 2;
  if (argc > 2) return std::atoi(argv[2]);
  const std::filesystem::path runtime = argv[1];
  const auto lock = magnetar::messaging::InstanceLock::try_lock(runtime / "engine.lock");
  if (!lock) return 1;
  if (!lock.value()) return 0;

  magnetar::base::Loop loop;
  std::vector<std::unique_ptr<FrameChannel>> clients;
  std::size_t open = 0;
  const auto server = magnetar::messaging::LocalServer::listen(
      loop, *lock.value(), runtime / "engine.sock", {}, [&](std::unique_ptr<FrameChannel> client) {
        FrameChannel* channel = client.get();
        clients.push_back(std::move(client));
        ++open;
        channel->start({[channel](const std::string&) { channel->send(about_this_process()); },
                        [&](const auto&) {
                          if (--open == 0) loop.stop();
                        }});
      });
  if (!server) return 1;
  const auto lonely = loop.after(std::chrono::seconds(20), [&] {
    if (open == 0) loop.stop();
  });
  loop.run();
  return 0;
}
