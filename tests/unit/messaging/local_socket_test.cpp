#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>

#include <cstring>
#include <filesystem>
#include <string>
#include <vector>

#include "channel_probe.h"
#include "messaging/local_address.h"
#include "messaging/local_client.h"
#include "messaging/local_server.h"
#include "support/run_loop.h"
#include "support/temp_dir.h"

namespace magnetar::messaging {
namespace {

using namespace std::string_literals;
using namespace std::chrono_literals;
using base::ErrorCode;
using tests::ChannelProbe;
using tests::run_until;
using tests::TempDir;

class LocalSocket : public ::testing::Test {
 protected:
  base::Result<std::unique_ptr<LocalServer>> listen(std::size_t max_clients = 64,
                                                    std::size_t memory = std::size_t{64} << 20) {
    LocalServer::Options options;
    options.memory = memory;
    options.channel = daemon_side("refused");
    options.max_clients = max_clients;
    return LocalServer::listen(loop, lock, socket, options, [this](std::unique_ptr<FrameChannel> channel) {
      clients.push_back(std::make_unique<ChannelProbe>());
      clients.back()->own(std::move(channel));
    });
  }
  std::unique_ptr<ChannelProbe> connect() {
    auto probe = std::make_unique<ChannelProbe>();
    auto channel = connect_local(loop, socket, client_side());
    if (channel) probe->own(std::move(channel).value());
    return probe;
  }
  static unsigned mode_of(const std::filesystem::path& path) {
    struct stat info {};
    return ::stat(path.c_str(), &info) == 0 ? info.st_mode & 0777U : 0U;
  }

  TempDir folder;
  std::filesystem::path socket = folder / "run/engine.sock";
  InstanceLock lock = [this] {
    std::filesystem::create_directory(folder / "run");
    return *std::move(InstanceLock::try_lock(folder / "run/engine.lock")).value();
  }();
  base::Loop loop;
  std::vector<std::unique_ptr<ChannelProbe>> clients;
};

TEST_F(LocalSocket, CarriesFramesBothWays) {
  const auto server = listen();
  ASSERT_TRUE(server);
  const auto client = connect();
  ASSERT_TRUE(client->channel->send("question"));
  ASSERT_TRUE(run_until(loop, [&] { return !clients.empty() && !clients[0]->frames.empty(); }));
  EXPECT_EQ(clients[0]->frames, std::vector{"question"s});
  ASSERT_TRUE(clients[0]->channel->send("answer"));
  ASSERT_TRUE(run_until(loop, [&] { return !client->frames.empty(); }));
  EXPECT_EQ(client->frames, std::vector{"answer"s});
}

TEST_F(LocalSocket, IsForItsOwnerOnly) {
  std::filesystem::permissions(folder / "run", std::filesystem::perms::all);
  const auto server = listen();
  ASSERT_TRUE(server);
  EXPECT_EQ(mode_of(folder / "run"), 0700U);
  EXPECT_EQ(mode_of(socket), 0600U);
}

TEST_F(LocalSocket, TakesThePlaceOfAStaleSocket) {
  const base::UniqueFd stale(::socket(AF_UNIX, SOCK_STREAM, 0));
  const auto address = local_address(socket);
  ASSERT_TRUE(address);
  ASSERT_EQ(::bind(stale.get(), reinterpret_cast<const sockaddr*>(&address.value()), sizeof(address.value())),
            0);
  ASSERT_EQ(connect_local(loop, socket, client_side()).error().code, ErrorCode::not_found);
  const auto server = listen();
  ASSERT_TRUE(server);
  EXPECT_TRUE(connect_local(loop, socket, client_side()));
}

TEST_F(LocalSocket, IsGoneWithItsServer) {
  listen().value().reset();
  EXPECT_FALSE(std::filesystem::exists(socket));
  EXPECT_EQ(connect_local(loop, socket, client_side()).error().code, ErrorCode::not_found);
}

TEST_F(LocalSocket, KeepsClientsOpenWhenTheServerStopsListening) {
  auto server = listen();
  ASSERT_TRUE(server);
  const auto client = connect();
  ASSERT_TRUE(run_until(loop, [&] { return clients.size() == 1; }));
  server.value().reset();
  client->channel->send("still here");
  ASSERT_TRUE(run_until(loop, [&] { return !clients[0]->frames.empty(); }));
}

TEST_F(LocalSocket, CountsItsClientsAndClosesThoseAboveTheLimit) {
  const auto server = listen(2);
  ASSERT_TRUE(server);
  const auto first = connect();
  const auto second = connect();
  const auto third = connect();
  ASSERT_TRUE(run_until(loop, [&] { return third->closed.has_value(); }));
  EXPECT_EQ(server.value()->clients(), 2U);
  EXPECT_FALSE(first->closed);
  EXPECT_FALSE(second->closed);
  clients[0].reset();
  ASSERT_TRUE(run_until(loop, [&] { return first->closed.has_value(); }));
  EXPECT_EQ(server.value()->clients(), 1U);
  const auto fourth = connect();
  fourth->channel->send("hello");
  ASSERT_TRUE(run_until(loop, [&] { return clients.back() && !clients.back()->frames.empty(); }));
}

TEST_F(LocalSocket, AClientThatDoesNotReadGivesWayWhenAllTogetherHoldTooMuch) {
  const auto server = listen(64, 4'000'000);
  ASSERT_TRUE(server);
  const base::UniqueFd silent(::socket(AF_UNIX, SOCK_STREAM, 0));
  const auto address = local_address(socket);
  ASSERT_EQ(
      ::connect(silent.get(), reinterpret_cast<const sockaddr*>(&address.value()), sizeof(address.value())),
      0);
  ASSERT_TRUE(run_until(loop, [&] { return clients.size() == 1; }));
  const auto honest = connect();
  ASSERT_TRUE(run_until(loop, [&] { return clients.size() == 2; }));
  for (int i = 0; i < 10; ++i) clients[0]->channel->send(std::string(400'000, 'x'));
  ASSERT_TRUE(run_until(loop, [&] { return clients[0]->closed.has_value(); }));
  EXPECT_EQ(clients[0]->failure(), ErrorCode::io_error);
  honest->channel->send(std::string(3'000'000, 'y'));
  ASSERT_TRUE(run_until(loop, [&] { return !clients[1]->frames.empty(); }));
  EXPECT_FALSE(clients[1]->closed);
}

TEST_F(LocalSocket, AnswersAClientsForbiddenLength) {
  const auto server = listen();
  ASSERT_TRUE(server);
  const base::UniqueFd bare(::socket(AF_UNIX, SOCK_STREAM, 0));
  const auto address = local_address(socket);
  ASSERT_EQ(
      ::connect(bare.get(), reinterpret_cast<const sockaddr*>(&address.value()), sizeof(address.value())), 0);
  ASSERT_EQ(::send(bare.get(), "\x01\x00\x00\x01", 4, 0), 4);
  ASSERT_TRUE(run_until(loop, [&] { return !clients.empty() && clients[0]->closed.has_value(); }));
  EXPECT_EQ(clients[0]->failure(), ErrorCode::invalid_request);
  char answer[64];
  ASSERT_EQ(::recv(bare.get(), answer, sizeof(answer), 0), 11);
  EXPECT_EQ(std::string(answer, 11), "\x07\x00\x00\x00refused"s);
}

TEST_F(LocalSocket, TellsNobodyListensFromAServerThatDoesNotAccept) {
  EXPECT_EQ(connect_local(loop, folder / "none.sock", client_side()).error().code, ErrorCode::not_found);
  const base::UniqueFd deaf(::socket(AF_UNIX, SOCK_STREAM, 0));
  const auto address = local_address(folder / "deaf.sock");
  ASSERT_EQ(::bind(deaf.get(), reinterpret_cast<const sockaddr*>(&address.value()), sizeof(address.value())),
            0);
  ASSERT_EQ(::listen(deaf.get(), 0), 0);
  const auto first = connect_local(loop, folder / "deaf.sock", client_side());
  ASSERT_TRUE(first);
  EXPECT_EQ(connect_local(loop, folder / "deaf.sock", client_side(), 50ms).error().code,
            ErrorCode::timed_out);
}

TEST_F(LocalSocket, RefusesAPathThatIsTooLongForASocket) {
  const auto server = LocalServer::listen(loop, lock, folder / std::string(120, 'x'), {}, [](auto) {});
  EXPECT_EQ(server.error().code, ErrorCode::io_error);
}

TEST_F(LocalSocket, KnowsTheUserAtTheOtherEnd) {
  int ends[2];
  ASSERT_EQ(::socketpair(AF_UNIX, SOCK_STREAM, 0, ends), 0);
  const base::UniqueFd left(ends[0]);
  const base::UniqueFd right(ends[1]);
  EXPECT_EQ(peer_user(left.get()), ::geteuid());
  EXPECT_EQ(peer_user(-1), std::nullopt);
}

}  // namespace
}  // namespace magnetar::messaging
