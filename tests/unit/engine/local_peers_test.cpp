#include "engine/local_peers.h"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <functional>
#include <memory>
#include <utility>
#include <vector>

#include "engine/web_seed_control.h"

namespace magnetar::engine {
namespace {

constexpr std::uint32_t kLoopback = 0x7F000001;

/// A listening socket in place of the session's.
class Listener {
 public:
  Listener() : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(kLoopback);
    ::bind(socket_.get(), reinterpret_cast<sockaddr*>(&address), sizeof address);
    ::listen(socket_.get(), 4);
    socklen_t size = sizeof address;
    ::getsockname(socket_.get(), reinterpret_cast<sockaddr*>(&address), &size);
    port_ = ntohs(address.sin_port);
  }
  [[nodiscard]] std::uint16_t port() const { return port_; }
  /// Accepts a connection and returns the address of its peer.
  sockaddr_in accept() {
    sockaddr_in from{};
    socklen_t size = sizeof from;
    const base::UniqueFd peer(::accept(socket_.get(), reinterpret_cast<sockaddr*>(&from), &size));
    return from;
  }

 private:
  base::UniqueFd socket_;
  std::uint16_t port_ = 0;
};

/// Peers whose session answers on the test's command: the real answer comes later and on another thread.
class LocalPeersTest : public ::testing::Test {
 protected:
  LocalPeersTest() {
    peers_.attach([this](std::function<void()> done) { admitted_.push_back(std::move(done)); });
    peers_.listening(kLoopback, session_.port());
  }
  ~LocalPeersTest() override { peers_.detach(); }

  void join(const std::shared_ptr<LocalPeer>& peer) {
    peers_.join(peer, [this](base::Result<base::UniqueFd> socket) {
      if (socket) sockets_.push_back(std::move(socket.value()));
    });
  }
  void admit() {
    for (const auto& done : std::exchange(admitted_, {})) done();
  }

  Listener session_;
  LocalPeers peers_;
  std::vector<std::function<void()>> admitted_;
  std::vector<base::UniqueFd> sockets_;
};

TEST_F(LocalPeersTest, ConnectFromAddressesOfTheirOwnOnceThoseAreLetIn) {
  const auto one = std::make_shared<LocalPeer>();
  const auto two = std::make_shared<LocalPeer>();
  join(one);
  join(two);
  EXPECT_TRUE(sockets_.empty());
  ASSERT_EQ(peers_.addresses().size(), 2U);
  EXPECT_NE(peers_.addresses()[0], peers_.addresses()[1]);
  for (const std::uint32_t address : peers_.addresses()) EXPECT_TRUE(LocalPeers::in_range(address));
  admit();
  ASSERT_EQ(sockets_.size(), 2U);
  const sockaddr_in from = session_.accept();
  EXPECT_NE(peers_.find(ntohl(from.sin_addr.s_addr), ntohs(from.sin_port)), nullptr);
}

TEST_F(LocalPeersTest, AreNotMistakenForAnotherConnectionFromTheirAddress) {
  const auto peer = std::make_shared<LocalPeer>();
  join(peer);
  admit();
  const sockaddr_in from = session_.accept();
  const std::uint32_t address = ntohl(from.sin_addr.s_addr);
  const std::uint16_t port = ntohs(from.sin_port);
  EXPECT_EQ(peers_.find(address, port), peer);
  EXPECT_EQ(peers_.find(address, static_cast<std::uint16_t>(port ^ 1U)), nullptr);
  EXPECT_EQ(peers_.find(address, 0), nullptr);
  EXPECT_EQ(peers_.find(address ^ 1U, port), nullptr);
}

TEST_F(LocalPeersTest, AreNotLetInAnyMoreWhenTheyHaveLeft) {
  const auto peer = std::make_shared<LocalPeer>();
  join(peer);
  admit();
  peers_.leave(peer);
  EXPECT_TRUE(peers_.addresses().empty());
  EXPECT_EQ(admitted_.size(), 1U);
}

TEST_F(LocalPeersTest, ThatLeaveBeforeTheyAreLetInDoNotConnect) {
  const auto peer = std::make_shared<LocalPeer>();
  join(peer);
  peers_.leave(peer);
  admit();
  EXPECT_TRUE(sockets_.empty());
}

TEST_F(LocalPeersTest, WaitForASessionThatListens) {
  peers_.listening(0, 0);
  join(std::make_shared<LocalPeer>());
  admit();
  EXPECT_TRUE(sockets_.empty());
}

TEST(LocalPeer, GivesEveryPieceButThoseItLacks) {
  LocalPeer peer;
  EXPECT_TRUE(peer.gives(7));
  peer.lacks(2, 5);
  EXPECT_TRUE(peer.gives(1));
  EXPECT_FALSE(peer.gives(2));
  EXPECT_FALSE(peer.gives(4));
  EXPECT_TRUE(peer.gives(5));
}

TEST(LocalPeer, IsInTheRangeThatIsKeptForIt) {
  EXPECT_TRUE(LocalPeers::in_range(0x7F400001));
  EXPECT_TRUE(LocalPeers::in_range(0x7F7FFFFF));
  EXPECT_FALSE(LocalPeers::in_range(0x7F3FFFFF));
  EXPECT_FALSE(LocalPeers::in_range(0x7F800000));
}

TEST(ListeningSockets, IncludeOneThatPeersOfThisMachineReach) {
  EXPECT_EQ(with_local_socket("0.0.0.0:6881,[::]:6881"), "0.0.0.0:6881,[::]:6881");
  EXPECT_EQ(with_local_socket("127.0.0.1:0"), "127.0.0.1:0");
  EXPECT_EQ(with_local_socket("[::]:6881"), "[::]:6881,127.0.0.1:0l");
  EXPECT_EQ(with_local_socket("tun0:6881"), "tun0:6881,127.0.0.1:0l");
}

}  // namespace
}  // namespace magnetar::engine
