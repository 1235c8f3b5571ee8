// magnetar-readers: HTTP readers that start together and read a file to its end; one thread. Prints one line
// of JSON: the total time, and for each reader its first byte, its rate, whether the response was cut short,
// and the number of wrong bytes.
//   magnetar-readers PORT PATH COUNT [FILE to compare with]

#include <arpa/inet.h>
#include <fcntl.h>
#include <sys/epoll.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <chrono>
#include <cstring>
#include <iostream>
#include <memory>
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

int checked(int result, const char* what) {
  if (result < 0) throw std::system_error(errno, std::generic_category(), what);
  return result;
}

/// The expected bytes; empty without a comparison.
class Expected {
 public:
  explicit Expected(const char* path) {
    if (path == nullptr) return;
    const UniqueFd file(checked(::open(path, O_RDONLY | O_CLOEXEC), path));
    struct stat info {};
    checked(::fstat(file.get(), &info), path);
    size_ = static_cast<std::size_t>(info.st_size);
    void* mapped = ::mmap(nullptr, size_, PROT_READ, MAP_SHARED, file.get(), 0);
    if (mapped == MAP_FAILED) throw std::system_error(errno, std::generic_category(), path);
    bytes_ = static_cast<const char*>(mapped);
  }
  ~Expected() {
    if (bytes_ != nullptr) ::munmap(const_cast<char*>(bytes_), size_);
  }
  Expected(const Expected&) = delete;
  Expected& operator=(const Expected&) = delete;

  [[nodiscard]] std::int64_t wrong_in(std::string_view got, std::size_t at) const {
    if (bytes_ == nullptr) return 0;
    if (at + got.size() > size_) return static_cast<std::int64_t>(got.size());
    if (std::memcmp(got.data(), bytes_ + at, got.size()) == 0) return 0;
    std::int64_t wrong = 0;
    for (std::size_t i = 0; i < got.size(); ++i) wrong += got[i] != bytes_[at + i] ? 1 : 0;
    return wrong;
  }

 private:
  const char* bytes_ = nullptr;
  std::size_t size_ = 0;
};

class Reader {
 public:
  Reader(const sockaddr_in& server, std::string request, const Expected& expected)
      : expected_(expected),
        socket_(checked(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0), "socket")),
        request_(std::move(request)),
        began_(Clock::now()) {
    if (::connect(socket_.get(), reinterpret_cast<const sockaddr*>(&server), sizeof(server)) != 0 &&
        errno != EINPROGRESS)
      throw std::system_error(errno, std::generic_category(), "connect");
  }

  [[nodiscard]] int socket() const { return socket_.get(); }

  void ask() {
    if (asked_) return;
    asked_ = true;
    if (::send(socket_.get(), request_.data(), request_.size(), MSG_NOSIGNAL) !=
        static_cast<ssize_t>(request_.size()))
      throw std::system_error(errno, std::generic_category(), "send");
  }

  /// Reads available bytes; returns false at the end.
  bool read(std::vector<char>& buffer) {
    const auto size = ::recv(socket_.get(), buffer.data(), buffer.size(), 0);
    if (size < 0 && (errno == EAGAIN || errno == EINTR)) return true;
    if (size > 0) take({buffer.data(), static_cast<std::size_t>(size)});
    const bool over = size <= 0 || (length_ >= 0 && received_ >= length_);
    if (over) ended_ = Clock::now();
    return !over;
  }

  [[nodiscard]] nlohmann::json report() const {
    const std::chrono::duration<double> took = ended_ - began_;
    const std::chrono::duration<double, std::milli> first = first_ - began_;
    return {{"first_ms", first.count()},
            {"rate", static_cast<double>(received_) / took.count()},
            {"bytes", received_},
            {"short", length_ < 0 || received_ != length_},
            {"wrong", wrong_}};
  }

 private:
  void take(std::string_view bytes) {
    if (length_ < 0) {
      head_.append(bytes);
      const auto end = head_.find("\r\n\r\n");
      if (end == std::string::npos) return;
      length_ = content_length(std::string_view(head_).substr(0, end + 2));
      const std::string rest = head_.substr(end + 4);
      if (!rest.empty()) take_body(rest);
      return;
    }
    take_body(bytes);
  }

  void take_body(std::string_view bytes) {
    if (received_ == 0) first_ = Clock::now();
    wrong_ += expected_.wrong_in(bytes, static_cast<std::size_t>(received_));
    received_ += static_cast<std::int64_t>(bytes.size());
  }

  static std::int64_t content_length(std::string_view head) {
    std::string lower(head);
    std::transform(lower.begin(), lower.end(), lower.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    constexpr std::string_view kName = "\r\ncontent-length:";
    const auto at = lower.find(kName);
    if (!lower.starts_with("http/1.1 2") || at == std::string::npos)
      throw std::runtime_error("not a file: " + std::string(head));
    const auto begin = lower.find_first_not_of(' ', at + kName.size());
    std::int64_t length = -1;
    std::from_chars(lower.data() + begin, lower.data() + lower.size(), length);
    return length;
  }

  const Expected& expected_;
  UniqueFd socket_;
  std::string request_;
  Clock::time_point began_;
  Clock::time_point first_{};
  Clock::time_point ended_{};
  bool asked_ = false;
  std::string head_;
  std::int64_t length_ = -1;
  std::int64_t received_ = 0;
  std::int64_t wrong_ = 0;
};

void watch(int epoll, Reader& reader, int operation, std::uint32_t events) {
  epoll_event event{};
  event.events = events;
  event.data.ptr = &reader;
  checked(::epoll_ctl(epoll, operation, reader.socket(), &event), "epoll_ctl");
}

void read_all(std::vector<std::unique_ptr<Reader>>& readers) {
  const UniqueFd epoll(checked(::epoll_create1(EPOLL_CLOEXEC), "epoll_create1"));
  for (auto& reader : readers) watch(epoll.get(), *reader, EPOLL_CTL_ADD, EPOLLOUT);
  std::vector<char> buffer(256 * 1024);
  std::array<epoll_event, 64> ready{};
  for (auto open = readers.size(); open > 0;) {
    const int count = ::epoll_wait(epoll.get(), ready.data(), static_cast<int>(ready.size()), 60'000);
    if (count == 0) throw std::runtime_error("no byte for a minute");
    for (int i = 0; i < count; ++i) {
      const auto& event = ready[static_cast<std::size_t>(i)];
      auto& reader = *static_cast<Reader*>(event.data.ptr);
      if ((event.events & EPOLLOUT) != 0) {
        reader.ask();
        watch(epoll.get(), reader, EPOLL_CTL_MOD, EPOLLIN);
      } else if (!reader.read(buffer)) {
        watch(epoll.get(), reader, EPOLL_CTL_DEL, 0);
        --open;
      }
    }
  }
}

int number(std::string_view text) {
  int value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  if (value <= 0) throw std::runtime_error("not a number: " + std::string(text));
  return value;
}

}  // namespace

int main(int argc, char** argv) try {
  if (argc < 4) {
    std::cerr << "usage: magnetar-readers PORT PATH COUNT [FILE to compare with]\n";
    return 2;
  }
  sockaddr_in server{};
  server.sin_family = AF_INET;
  server.sin_port = htons(static_cast<std::uint16_t>(number(argv[1])));
  server.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  const std::string request = "GET " + std::string(argv[2]) + " HTTP/1.1\r\nHost: 127.0.0.1:" + argv[1] +
                              "\r\nConnection: close\r\n\r\n";
  const Expected expected(argc > 4 ? argv[4] : nullptr);
  const auto began = Clock::now();
  std::vector<std::unique_ptr<Reader>> readers;
  for (int i = number(argv[3]); i > 0; --i)
    readers.push_back(std::make_unique<Reader>(server, request, expected));
  read_all(readers);
  const std::chrono::duration<double> took = Clock::now() - began;
  auto reports = nlohmann::json::array();
  for (const auto& reader : readers) reports.push_back(reader->report());
  std::cout << nlohmann::json{{"seconds", took.count()}, {"readers", reports}}.dump() << std::endl;
  return 0;
} catch (const std::exception& error) {
  std::cerr << "magnetar-readers: " << error.what() << '\n';
  return 1;
}
