#include <fcntl.h>
#include <sys/socket.h>

#include <array>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/steady_timer.hpp>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <optional>
#include <utility>

#include "media/airlock.h"

namespace magnetar::media {
namespace {

using base::UniqueFd;
using Descriptor = boost::asio::posix::stream_descriptor;

// Descriptors below this number may be given to the program.
constexpr int kAboveGivenOnes = 16;

// Pause while the process has no free descriptor.
constexpr std::chrono::milliseconds kUntilOneIsFree{100};

base::Error failure(const char* what) {
  return {base::ErrorCode::io_error, std::string(what) + ": " + std::strerror(errno)};
}

/// The descriptor that came with a message (SCM_RIGHTS); -1 when the message has none, no value when no
/// message has come.
std::optional<UniqueFd> receive_descriptor(int socket) {
  char byte = 0;
  iovec content{&byte, 1};
  alignas(cmsghdr) std::array<char, CMSG_SPACE(sizeof(int))> control{};
  msghdr message{};
  message.msg_iov = &content;
  message.msg_iovlen = 1;
  message.msg_control = control.data();
  message.msg_controllen = control.size();
  const auto size = ::recvmsg(socket, &message, MSG_CMSG_CLOEXEC | MSG_DONTWAIT);
  if (size < 0 && (errno == EAGAIN || errno == EINTR)) return std::nullopt;
  if (size != 1) return UniqueFd();
  const cmsghdr* header = CMSG_FIRSTHDR(&message);
  if (header == nullptr || header->cmsg_level != SOL_SOCKET || header->cmsg_type != SCM_RIGHTS ||
      header->cmsg_len != CMSG_LEN(sizeof(int)))
    return UniqueFd();
  int descriptor = -1;
  std::memcpy(&descriptor, CMSG_DATA(header), sizeof(int));
  return UniqueFd(descriptor);
}

class OpenAirlock final : public Airlock, public std::enable_shared_from_this<OpenAirlock> {
 public:
  OpenAirlock(boost::asio::io_context& loop, UniqueFd socket, std::function<void(UniqueFd)> serve)
      : socket_(loop, socket.release()), listener_(loop), resting_(loop), serve_(std::move(serve)) {}

  /// The owner may release the airlock at any time, so the pending wait holds a weak pointer.
  void expect_listener() {
    socket_.async_wait(Descriptor::wait_read,
                       [weak = weak_from_this()](const boost::system::error_code& error) {
                         if (const auto self = weak.lock(); self && !error) self->take_listener();
                       });
  }

 private:
  void take_listener() {
    auto received = receive_descriptor(socket_.native_handle());
    // Asio may wake this descriptor for an event of a closed one that had the same number.
    if (!received) return expect_listener();
    UniqueFd listener = std::move(*received);
    boost::system::error_code ignored;
    socket_.close(ignored);
    if (!listener) return;
    ::fcntl(listener.get(), F_SETFL, O_NONBLOCK);
    listener_.assign(listener.release());
    expect_connection();
  }

  void expect_connection() {
    listener_.async_wait(Descriptor::wait_read,
                         [weak = weak_from_this()](const boost::system::error_code& error) {
                           if (const auto self = weak.lock(); self && !error) self->take_connection();
                         });
  }

  void take_connection() {
    UniqueFd connection(::accept4(listener_.native_handle(), nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK));
    if (connection) {
      serve_(std::move(connection));
    } else if (errno == EMFILE || errno == ENFILE) {
      return rest();
    }
    expect_connection();
  }

  // The pause keeps a connection that cannot be accepted from waking the loop again at once.
  void rest() {
    resting_.expires_after(kUntilOneIsFree);
    resting_.async_wait([weak = weak_from_this()](const boost::system::error_code& error) {
      if (const auto self = weak.lock(); self && !error) self->expect_connection();
    });
  }

  Descriptor socket_;
  Descriptor listener_;
  boost::asio::steady_timer resting_;
  const std::function<void(UniqueFd)> serve_;
};

}  // namespace

base::Result<Airlock::Ends> Airlock::make(boost::asio::io_context& loop,
                                          std::function<void(UniqueFd)> serve) {
  std::array<int, 2> ends{};
  if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) != 0) return failure("socketpair");
  UniqueFd ours(ends[0]);
  const UniqueFd low(ends[1]);
  UniqueFd theirs(::fcntl(low.get(), F_DUPFD_CLOEXEC, kAboveGivenOnes));
  if (!theirs) return failure("fcntl");
  const auto airlock = std::make_shared<OpenAirlock>(loop, std::move(ours), std::move(serve));
  airlock->expect_listener();
  return Ends{airlock, std::move(theirs)};
}

}  // namespace magnetar::media
