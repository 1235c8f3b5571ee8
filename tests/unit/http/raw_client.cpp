#include "raw_client.h"

#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <array>
#include <cerrno>
#include <cstdlib>

#include "http/request_head.h"

namespace magnetar::http {

std::string Reply::header(std::string_view name) const {
  for (std::size_t at = head.find("\r\n"); at != std::string::npos; at = head.find("\r\n", at + 2)) {
    const auto line = std::string_view(head).substr(at + 2, head.find("\r\n", at + 2) - at - 2);
    const auto colon = line.find(": ");
    if (colon != std::string_view::npos && equals_ignoring_case(line.substr(0, colon), name)) {
      return std::string(line.substr(colon + 2));
    }
  }
  return "(none)";
}

RawClient::RawClient(std::uint16_t port, int receive_buffer)
    : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  const timeval patience{10, 0};
  ::setsockopt(socket_.get(), SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
  if (receive_buffer > 0) {
    ::setsockopt(socket_.get(), SOL_SOCKET, SO_RCVBUF, &receive_buffer, sizeof(receive_buffer));
  }
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  EXPECT_EQ(::connect(socket_.get(), reinterpret_cast<const sockaddr*>(&address), sizeof(address)), 0);
}

void RawClient::send(std::string_view text) {
  while (!text.empty()) {
    const auto size = ::send(socket_.get(), text.data(), text.size(), MSG_NOSIGNAL);
    if (size <= 0) return;  // the server has closed; its answer can still be read
    text.remove_prefix(static_cast<std::size_t>(size));
  }
}

bool RawClient::fill() {
  std::array<char, 65536> bytes{};
  const auto size = ::recv(socket_.get(), bytes.data(), bytes.size(), 0);
  if (size > 0) {
    buffer_.append(bytes.data(), static_cast<std::size_t>(size));
    return true;
  }
  end_ = size == 0 ? End::closed : errno == ECONNRESET ? End::reset : End::still_open;
  return false;
}

std::string RawClient::read(std::size_t size) {
  while (buffer_.size() < size && fill()) {
  }
  auto bytes = buffer_.substr(0, size);
  buffer_.erase(0, bytes.size());
  return bytes;
}

Reply RawClient::reply(bool head_only) {
  Reply reply;
  while (buffer_.find("\r\n\r\n") == std::string::npos) {
    if (!fill()) return reply;
  }
  reply.head = read(buffer_.find("\r\n\r\n") + 4);
  reply.status = std::atoi(reply.head.substr(9, 3).c_str());
  if (!head_only) reply.body = read(std::strtoull(reply.header("Content-Length").c_str(), nullptr, 10));
  return reply;
}

Reply RawClient::ask(std::string_view text) {
  send(text);
  return reply(text.starts_with("HEAD "));
}

RawClient::End RawClient::end() {
  while (fill()) {
  }
  return end_;
}

void RawClient::stop_sending() {
  ::shutdown(socket_.get(), SHUT_WR);
}

}  // namespace magnetar::http
