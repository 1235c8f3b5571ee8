// magnetar-announces: clients of a tracker that announce as fast as it answers, on one thread. Tells in one
// line of JSON how many were answered, in how many seconds, and how many were not.
//   magnetar-announces udp PORT COUNT TORRENTS
//   magnetar-announces http PORT COUNT TORRENTS     a connection for each, as clients have
// Each announce is of another peer. They come from 64 addresses of loopback.

#include <arpa/inet.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <iostream>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

#include "base/unique_fd.h"

namespace {

using magnetar::base::UniqueFd;
using Clock = std::chrono::steady_clock;

constexpr std::uint32_t kAddresses = 64;
constexpr int kPatience = 5000;  ///< milliseconds without any answer

int checked(int result, const char* what) {
  if (result < 0) throw std::system_error(errno, std::generic_category(), what);
  return result;
}

sockaddr_in loopback(std::uint32_t last, std::uint16_t port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK + last);
  address.sin_port = htons(port);
  return address;
}

/// A socket of one of the addresses, connected to the tracker.
UniqueFd socket_of(std::uint32_t number, int type, std::uint16_t port) {
  UniqueFd made(checked(::socket(AF_INET, type | SOCK_CLOEXEC, 0), "socket"));
  const auto own = loopback(1 + number % kAddresses, 0);
  const auto tracker = loopback(0, port);
  checked(::bind(made.get(), reinterpret_cast<const sockaddr*>(&own), sizeof(own)), "bind");
  checked(::connect(made.get(), reinterpret_cast<const sockaddr*>(&tracker), sizeof(tracker)), "connect");
  return made;
}

std::string twenty(char kind, std::uint32_t number) {
  std::string text = kind + std::to_string(number);
  text.resize(20, '-');
  return text;
}

std::string big_endian(std::uint64_t number, int bytes) {
  std::string text;
  for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8)
    text += static_cast<char>(number >> shift & 0xffU);
  return text;
}

struct Work {
  std::uint16_t port = 0;
  std::uint32_t count = 0;
  std::uint32_t torrents = 0;
};

/// Peers that do not meet: another port each for those of one address and torrent.
std::uint16_t port_of(std::uint32_t number, const Work& work) {
  return static_cast<std::uint16_t>(1 + number / kAddresses / work.torrents % 65535);
}

struct Result {
  std::uint32_t answered = 0;
  double seconds = 0;
};

class UdpClients {
 public:
  explicit UdpClients(const Work& work) : work_(work) {
    for (std::uint32_t n = 0; n < kAddresses; ++n) {
      sockets_.push_back(socket_of(n, SOCK_DGRAM, work.port));
      ::send(sockets_[n].get(), "\x00\x00\x04\x17\x27\x10\x19\x80\x00\x00\x00\x00tran", 16, 0);
      if (!ready(n)) throw std::runtime_error("no connection id");
      checked(static_cast<int>(::recv(sockets_[n].get(), buffer_.data(), buffer_.size(), 0)), "recv");
      connections_.emplace_back(buffer_.data() + 8, 8);
    }
  }

  Result run() {
    const auto from = Clock::now();
    Result result;
    // One announce of each address is on its way.
    for (std::uint32_t n = 0; n < std::min(kAddresses, work_.count); ++n) announce(n);
    for (std::uint32_t n = 0; n < work_.count; ++n) {
      const std::uint32_t address = n % kAddresses;
      if (!ready(address)) break;
      const auto size = ::recv(sockets_[address].get(), buffer_.data(), buffer_.size(), 0);
      if (size < 20 || buffer_[3] != 1) throw std::runtime_error("an announce was refused");
      ++result.answered;
      if (n + kAddresses < work_.count) announce(n + kAddresses);
    }
    result.seconds = std::chrono::duration<double>(Clock::now() - from).count();
    return result;
  }

 private:
  bool ready(std::uint32_t address) {
    pollfd entry{sockets_[address].get(), POLLIN, 0};
    return ::poll(&entry, 1, kPatience) == 1;
  }

  void announce(std::uint32_t number) {
    const std::uint32_t address = number % kAddresses;
    const std::string zeros(8, '\0');
    const std::string datagram = connections_[address] + big_endian(1, 4) + "tran" +
                                 twenty('t', number / kAddresses % work_.torrents) + twenty('p', number) +
                                 zeros + big_endian(5, 8) + zeros + big_endian(2, 4) + big_endian(0, 8) +
                                 big_endian(0xffffffff, 4) + big_endian(port_of(number, work_), 2);
    ::send(sockets_[address].get(), datagram.data(), datagram.size(), 0);
  }

  const Work work_;
  std::vector<UniqueFd> sockets_;
  std::vector<std::string> connections_;
  std::array<char, 2048> buffer_{};
};

std::string http_announce(std::uint32_t number, const Work& work) {
  return "GET /announce?info_hash=" + twenty('t', number / kAddresses % work.torrents) +
         "&peer_id=" + twenty('p', number) + "&port=" + std::to_string(port_of(number, work)) +
         "&uploaded=0&downloaded=0&left=5&event=started&compact=1 HTTP/1.1\r\nHost: t\r\nConnection: "
         "close\r\n\r\n";
}

Result run_http(const Work& work) {
  constexpr std::uint32_t kAtOnce = 32;
  const auto from = Clock::now();
  Result result;
  std::vector<UniqueFd> asked(std::min(kAtOnce, work.count));
  std::array<char, 8192> buffer{};
  const auto ask = [&](std::uint32_t number) {
    UniqueFd& socket = asked[number % kAtOnce];
    socket = UniqueFd();
    socket = socket_of(number, SOCK_STREAM, work.port);
    const std::string text = http_announce(number, work);
    ::send(socket.get(), text.data(), text.size(), MSG_NOSIGNAL);
  };
  for (std::uint32_t n = 0; n < asked.size(); ++n) ask(n);
  for (std::uint32_t n = 0; n < work.count; ++n) {
    pollfd entry{asked[n % kAtOnce].get(), POLLIN, 0};
    if (::poll(&entry, 1, kPatience) != 1) break;
    const auto size = ::recv(entry.fd, buffer.data(), buffer.size(), 0);
    const std::string_view answer(buffer.data(), size > 0 ? static_cast<std::size_t>(size) : 0);
    if (answer.find("8:interval") == std::string_view::npos)
      throw std::runtime_error("an announce was refused");
    ++result.answered;
    if (n + kAtOnce < work.count) ask(n + kAtOnce);
  }
  result.seconds = std::chrono::duration<double>(Clock::now() - from).count();
  return result;
}

}  // namespace

int main(int argc, char** argv) try {
  if (argc != 5) throw std::runtime_error("usage: magnetar-announces udp|http PORT COUNT TORRENTS");
  const Work work{static_cast<std::uint16_t>(std::stoul(argv[2])),
                  static_cast<std::uint32_t>(std::stoul(argv[3])),
                  static_cast<std::uint32_t>(std::stoul(argv[4]))};
  const Result result = std::string_view(argv[1]) == "udp" ? UdpClients(work).run() : run_http(work);
  std::cout << nlohmann::json{{"answered", result.answered},
                              {"unanswered", work.count - result.answered},
                              {"seconds", result.seconds}}
            << '\n';
  return 0;
} catch (const std::exception& error) {
  std::cerr << "magnetar-announces: " << error.what() << '\n';
  return 1;
}
