#include "messaging/local_server.h"

#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

#include "base/log.h"
#include "base/paths.h"
#include "messaging/local_address.h"
#include "messaging/stream_channel.h"

namespace magnetar::messaging {
namespace {

constexpr int kBacklog = 64;
constexpr base::Duration kPauseWithoutDescriptors = std::chrono::milliseconds(200);

base::Error failure(const std::filesystem::path& file) {
  return {base::ErrorCode::io_error, file.string() + ": " + std::strerror(errno), file.string()};
}

base::Result<base::UniqueFd> listen_at(const std::filesystem::path& file) {
  MAGNETAR_TRY(address, local_address(file));
  base::UniqueFd fd(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  if (!fd) return failure(file);
  ::unlink(file.c_str());
  if (::bind(fd.get(), reinterpret_cast<const sockaddr*>(&address), sizeof(address)) != 0)
    return failure(file);
  if (::chmod(file.c_str(), 0600) != 0 || ::listen(fd.get(), kBacklog) != 0) return failure(file);
  return fd;
}

}  // namespace

base::Result<std::unique_ptr<LocalServer>> LocalServer::listen(base::Loop& loop, const InstanceLock&,
                                                               const std::filesystem::path& socket,
                                                               Options options, OnClient on_client) {
  BOOST_OUTCOME_TRYV(base::make_private_folder(socket.parent_path()));
  const std::filesystem::path unready = socket.string() + ".new";
  MAGNETAR_TRY(listening, listen_at(unready));
  if (::rename(unready.c_str(), socket.c_str()) != 0) return failure(socket);
  std::unique_ptr<LocalServer> server(
      new LocalServer(loop, std::move(listening), socket, std::move(options), std::move(on_client)));
  server->wait();
  return server;
}

LocalServer::LocalServer(base::Loop& loop, base::UniqueFd listening, std::filesystem::path socket,
                         Options options, OnClient on_client)
    : loop_(loop),
      listening_(loop.context(), listening.release()),
      socket_(std::move(socket)),
      options_(std::move(options)),
      on_client_(std::move(on_client)) {
  options_.channel.budget = std::make_shared<ChannelBudget>(options_.memory);
}

LocalServer::~LocalServer() {
  ::unlink(socket_.c_str());
}

void LocalServer::wait() {
  listening_.async_wait(boost::asio::posix::stream_descriptor::wait_read,
                        [this, alive = std::weak_ptr(alive_)](const boost::system::error_code& error) {
                          if (!error && !alive.expired()) accept_all();
                        });
}

void LocalServer::accept_all() {
  for (;;) {
    base::UniqueFd client(::accept4(listening_.native_handle(), nullptr, nullptr, SOCK_CLOEXEC));
    if (client) {
      admit(std::move(client));
    } else if (errno == EAGAIN || errno == EWOULDBLOCK) {
      return wait();
    } else if (errno != EINTR && errno != ECONNABORTED) {
      // Without free descriptors or memory, the client stays in the backlog, and an asynchronous wait would
      // return at once.
      base::log(base::LogLevel::warning, "messaging", std::string("accept: ") + std::strerror(errno));
      pause_ = loop_.after(kPauseWithoutDescriptors, [this] { accept_all(); });
      return;
    }
  }
}

void LocalServer::admit(base::UniqueFd client) {
  if (peer_user(client.get()) != ::geteuid()) {
    base::log(base::LogLevel::warning, "messaging", "a client of another user was refused");
    return;
  }
  if (*clients_ >= options_.max_clients) {
    base::log(base::LogLevel::warning, "messaging", "too many clients");
    return;
  }
  ++*clients_;
  std::shared_ptr<void> slot(clients_.get(), [clients = clients_](void*) { --*clients; });
  auto channel = open_socket_channel(loop_, std::move(client), options_.channel, std::move(slot));
  if (channel) on_client_(std::move(channel).value());
}

}  // namespace magnetar::messaging
